/** What to do about a reason that a row was rejected or warned of; the first that fits counts. */
const mends: readonly (readonly [RegExp, string])[] = [
  [
    /^is not an e-mail address|^holds (something that is )?no e-mail address|domain that no mail/,
    'Correct the address, or leave the cell empty where it is not the key.',
  ],
  [/^looks mistyped/, 'Look at the address; it was taken as it is written.'],
  [/^is empty$/, 'Fill the cell, or leave the row out.'],
  [/^is the same as in row/, 'Nothing, where that is meant; else give each its own.'],
  [/^belongs to another person/, 'Merge the two people, or correct the id.'],
  [/^has \d+ cells/, 'Put cells that hold the separator into quotes.'],
  [/quote/, 'Close the quote, or write a quote inside a cell twice.'],
  [/^is not a date/, 'Write it as 2026-06-03, or choose how dates are written.'],
  [/^is no address on the web/, 'Write it whole, as in https://www.example.com/guide.'],
  [
    /^is no format of content/,
    'Write article, video, webinar, guide, case_study, event, tool or other, or leave the cell empty.',
  ],
  [/^is no code of a language/, 'Write two letters such as de, or leave the cell empty.'],
  [/^would be one more than/, 'Archive content that nobody needs any more, or leave the row out.'],
  [/^is before the first day/, 'Correct one of the two days, or leave it empty.'],
  [/topic of more than|more than 20 topics/, 'Shorten it; several topics are parted by semicolons.'],
  [/^is not a number/, 'Write it as 1200.5.'],
  [/^is not an amount/, 'Write it as 1,200.50, or choose what parts the decimals.'],
  [/^is less than nothing/, 'Say what was given back as a refund of the opportunity.'],
  [/no currency|no code of a currency/, 'Use a code of ISO 4217 such as EUR.'],
  [/^is neither/, 'Write one of these words.'],
  [/no person of the organisation/, 'Import the person first, then this file again.'],
  [/no campaign of the organisation/, 'Give the name, utm_id or id of a campaign that is here.'],
  [/no account of the organisation/, 'Add the account first, or correct its id, domain or name.'],
  [/no user of the organisation/, 'Give the e-mail of somebody who signs in here, or invite them.'],
  [/name of several/, 'Give something that only one has: an e-mail, a utm_id or an id.'],
  [
    /though the stage says that it is over/,
    'Correct the close date or the stage; until then it counts as closed at the import.',
  ],
  [/^does not fit the stage/, 'Correct the stage, or what it means under Settings, Pipeline.'],
  [/must not be in the future/, 'Correct the date: it says since when something is so.'],
  [/^is longer than|^is too l/, 'Shorten it.'],
  [/cannot be stored/, 'Remove the character with the number zero.'],
];

/** What to do about a remark, by its reason; empty where the reason says it all. */
export function mendOf(reason: string): string {
  return mends.find(([pattern]) => pattern.test(reason))?.[1] ?? '';
}
