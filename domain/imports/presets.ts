import type { CoreField } from './mapping.ts';

/** A column that says whether somebody may be written to, and the answers (in small letters) that say so. */
export interface ConsentColumn {
  column: string;
  answers: readonly string[];
}

const no = ['no', 'false', '0', 'n'];
const yes = ['yes', 'true', '1', 'y', 'granted', 'opted in', 'subscribed'];

/** Names that such columns commonly have. */
export const consentColumns: readonly ConsentColumn[] = [
  ...['do not email', 'email opt out', 'HasOptedOutOfEmail', 'opted out of email', 'unsubscribed', 'opt out'].map(
    (column) => ({
      column,
      answers: no,
    }),
  ),
  ...['opt in', 'email opt in', 'consent', 'email consent', 'marketing consent', 'newsletter', 'subscribed'].map(
    (column) => ({
      column,
      answers: yes,
    }),
  ),
];

/** What is known of an export of another product: columns that tell it, where its columns go, which column tells consent. */
export interface Preset {
  label: string;
  /** At least one name of each group must be among the columns. */
  signature: readonly (readonly string[])[];
  fields: Readonly<Record<string, CoreField>>;
  consent: ConsentColumn;
}

/** The exports that are known. */
export const presets = {
  salesforce: {
    label: 'Salesforce',
    signature: [
      ['Lead ID', 'Contact ID', 'Id', '18 Digit ID', 'Case Safe ID'],
      ['Company / Account', 'Account Name', 'Lead Source', 'LeadSource', 'HasOptedOutOfEmail', 'Email Opt Out'],
    ],
    fields: {
      'Lead ID': 'externalId',
      'Contact ID': 'externalId',
      Id: 'externalId',
      '18 Digit ID': 'externalId',
      'Company / Account': 'company',
      'Account Name': 'company',
      Title: 'jobTitle',
      'Mailing Street': 'street',
      'Mailing City': 'city',
      'Mailing State/Province': 'region',
      'Mailing Zip/Postal Code': 'postalCode',
      'Mailing Country': 'country',
      'State/Province': 'region',
      'Zip/Postal Code': 'postalCode',
      MobilePhone: 'phone',
      PostalCode: 'postalCode',
      LeadSource: 'leadSource',
      'Create Date': 'leadCreatedAt',
      'Created Date': 'leadCreatedAt',
      CreatedDate: 'leadCreatedAt',
      'Converted Date': 'convertedAt',
      ConvertedDate: 'convertedAt',
    },
    consent: { column: 'Email Opt Out', answers: ['0', 'no', 'false', 'unchecked'] },
  },
  hubspot: {
    label: 'HubSpot',
    signature: [
      ['Record ID', 'Record ID - Contact', 'Contact ID', 'hs_object_id'],
      ['Lifecycle Stage', 'Original Source', 'Original Traffic Source', 'Marketing contact status', 'Create Date'],
    ],
    fields: {
      'Record ID': 'externalId',
      'Record ID - Contact': 'externalId',
      hs_object_id: 'externalId',
      'Company name': 'company',
      'Associated Company': 'company',
      'Phone Number': 'phone',
      'State/Region': 'region',
      'Country/Region': 'country',
      'Street Address': 'street',
      'Original Source': 'leadSource',
      'Original Traffic Source': 'leadSource',
      'Preferred language': 'language',
      'Create Date': 'leadCreatedAt',
      'Became a Marketing Qualified Lead Date': 'mqlAt',
      'Became a lead date': 'leadCreatedAt',
      'Became a Customer Date': 'convertedAt',
    },
    consent: { column: 'Unsubscribed from all email', answers: ['no', 'false', '0'] },
  },
} as const satisfies Record<string, Preset>;

/** A key of `presets`. */
export type PresetName = keyof typeof presets;

/** Names that columns commonly have, in several languages. */
export const synonyms: Partial<Record<CoreField, readonly string[]>> = {
  email: [
    'email',
    'e-mail',
    'email address',
    'e-mail address',
    'mail',
    'e-mail-adresse',
    'correo',
    'courriel',
    'work email',
  ],
  externalId: [
    'external id',
    'externalId',
    'crm id',
    'customer id',
    'prospect id',
    'person id',
    'contact id',
    'lead id',
  ],
  firstName: ['first name', 'firstname', 'given name', 'vorname', 'prénom', 'nombre', 'forename'],
  lastName: ['last name', 'lastname', 'surname', 'family name', 'nachname', 'nom', 'apellido', 'apellidos'],
  phone: ['phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'telefon', 'téléphone'],
  jobTitle: ['job title', 'title', 'position', 'funktion', 'role'],
  company: [
    'company',
    'company name',
    'organisation',
    'organization',
    'account',
    'account name',
    'firma',
    'unternehmen',
  ],
  street: ['street', 'address', 'street address', 'straße', 'strasse'],
  city: ['city', 'town', 'ort', 'stadt', 'ville', 'ciudad'],
  region: ['region', 'state', 'province', 'state/province', 'bundesland'],
  postalCode: ['postal code', 'zip', 'zip code', 'postcode', 'plz', 'zip/postal code'],
  country: ['country', 'land', 'pays', 'país', 'country/region'],
  language: ['language', 'locale', 'sprache'],
  timeZone: ['time zone', 'timezone', 'zeitzone'],
  leadSource: ['lead source', 'source', 'original source'],
  owner: ['owner email', 'lead owner email', 'contact owner email'],
  sourceCampaign: ['source campaign', 'primary campaign', 'utm id'],
  convertedAt: ['converted', 'converted at', 'converted on', 'conversion date'],
};
