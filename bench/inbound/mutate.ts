/** Changes some bytes of a mail in one of the ways in which mails get broken, or are made to break their reader. */
export function mutate(mail: Buffer, other: Buffer, random: () => number): Buffer {
  let changed: Buffer = Buffer.from(mail);
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times; time += 1)
    changed = mutations[Math.floor(random() * mutations.length)]!(changed, other, random);
  return changed.subarray(0, longest);
}

const longest = 2_000_000;

type Mutation = (mail: Buffer, other: Buffer, random: () => number) => Buffer;

const place = (mail: Buffer, random: () => number) => Math.floor(random() * (mail.length + 1));

/** What parsers stumble over: boundaries, folds, encodings, brackets, codes, escapes. */
const morsels = [
  '\n--b\n', '\n--b--\n', '\n\n', '\n ', '=\n', '=?utf-8?B?', '?=', '<', '>', '>>> DATA\n<<< 550 ', '"', '\0', '\x1b$B', 'a@b.example', '550 5.1.1 ',
  'Content-Type: multipart/mixed; boundary=b\n', 'Content-Transfer-Encoding: base64\n', 'charset=utf-16', 'Final-Recipient: rfc822; ', 'user unknown', '\u202e', '{"Message":"',
]; // prettier-ignore

const mutations: readonly Mutation[] = [
  (mail, _other, random) => {
    for (let flips = 1 + Math.floor(random() * 20); flips > 0 && mail.length > 0; flips -= 1)
      mail[Math.floor(random() * mail.length)] = Math.floor(random() * 256);
    return mail;
  },
  (mail, _other, random) => mail.subarray(0, place(mail, random)),
  (mail, other, random) => Buffer.concat([mail.subarray(0, place(mail, random)), other.subarray(place(other, random))]),
  (mail, _other, random) => {
    const [a, b] = [place(mail, random), place(mail, random)].sort((x, y) => x - y) as [number, number];
    return Buffer.concat([mail.subarray(0, a), mail.subarray(b)]);
  },
  (mail, _other, random) => {
    const morsel = Buffer.from(morsels[Math.floor(random() * morsels.length)]!);
    const at = place(mail, random);
    // Now and then thousands of the same: what is cheap once may be dear in a row.
    const count = random() < 0.02 ? 20_000 : 1 + Math.floor(random() * 3);
    return Buffer.concat([mail.subarray(0, at), ...Array<Buffer>(count).fill(morsel), mail.subarray(at)]);
  },
  (mail, _other, random) => {
    const [a, b] = [place(mail, random), place(mail, random)].sort((x, y) => x - y) as [number, number];
    const piece = mail.subarray(a, b);
    return Buffer.concat([
      mail.subarray(0, b),
      ...Array<Buffer>(random() < 0.02 ? 500 : 2).fill(piece),
      mail.subarray(b),
    ]);
  },
];
