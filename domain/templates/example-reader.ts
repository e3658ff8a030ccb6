import { samplePerson, type MergeData } from '../content/merge-data.ts';

/** Readers who do not exist, to see a message with: an ordinary one, and those with whom messages tend to break. */
export const exampleReaders = ['usual', 'noName', 'longName', 'rightToLeft'] as const;
export type ExampleReader = (typeof exampleReaders)[number];

const nobody: MergeData['person'] = {
  firstName: null,
  lastName: null,
  email: 'reader@example.test',
  company: null,
  jobTitle: null,
  phone: null,
  street: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
  attributes: {},
};

const people: Record<ExampleReader, MergeData['person']> = {
  usual: samplePerson,
  noName: nobody,
  longName: {
    ...samplePerson,
    firstName: 'Wolfeschlegelsteinhausenbergerdorff-Maximiliane Theodora',
    lastName: 'von und zu Hohenstein-Sigmaringen-Donaueschingen',
    company: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk Beteiligungsgesellschaft mbH & Co. KG',
    city: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  },
  rightToLeft: {
    ...samplePerson,
    firstName: 'نور الهدى',
    lastName: 'عبد الرحمن',
    company: 'שירותי ים תיכון בע״מ',
    city: 'القاهرة',
    country: 'EG',
  },
};

/** One of the readers who do not exist. */
export function exampleReader(which: ExampleReader): MergeData['person'] {
  return people[which];
}
