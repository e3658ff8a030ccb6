import type { Bytes } from './bytes.ts';
import { escapeHtml, liquidEngine } from './liquid.ts';
import { encodeValue, QuotedPrintable } from './quoted-printable.ts';
import type { Filling, MessageAddress, TemplatePart } from './template-parts.ts';
import { fillPart, LiquidRun, templateParts } from './template-parts.ts';

/** The body of one MIME part, encoded once; `render` puts a person's values between the literal stretches. */
export interface CompiledBody {
  /** Whether the Liquid engine has a part in it, so that rendering can fail for one person's data. */
  canFail: boolean;
  render(filling: Filling & TokenFilling): string;
  /** The same as bytes: a message of many kilobytes is then a few copies and no text that has to be put together. */
  write(filling: Filling & TokenFilling, bytes: Bytes): void;
}

/** Tokens for the parts whose address is literal up to the token. */
export interface TokenFilling {
  linkToken(index: number): string;
  addressToken(name: MessageAddress): string;
  writeLinkToken(index: number, bytes: Bytes): void;
  writeAddressToken(name: MessageAddress, bytes: Bytes): void;
}

/** What an address begins with, up to the token. */
export interface AddressPrefixes {
  link: string;
  unsubscribeUrl: string;
  preferencesUrl: string;
  openUrl: string;
  confirmUrl: string;
}

const softBreak = Buffer.from('=\r\n');

type Slot = Exclude<TemplatePart, { kind: 'literal' }>;

/** Compiles a Liquid template to quoted-printable with slots. `html` says whether values are escaped. */
export function compileBody(template: string, html: boolean, prefixes: AddressPrefixes): CompiledBody {
  const engine = liquidEngine({ html, strict: false });
  const escape = html ? escapeHtml : (text: string) => text;
  const writer = new QuotedPrintable();
  const literals: string[] = [];
  const slots: Slot[] = [];
  for (const part of templateParts(template, engine)) {
    if (part.kind === 'literal') {
      writer.write(part.text);
      continue;
    }
    // An address is the same up to its token, so only the token differs from person to person.
    if (part.kind === 'link') writer.write(escape(prefixes.link));
    if (part.kind === 'address') writer.write(escape(prefixes[part.name]));
    writer.softBreak();
    literals.push(writer.take());
    slots.push(part);
  }
  const end = writer.take();
  const literalBytes = literals.map((literal) => Buffer.from(literal, 'latin1'));
  const endBytes = Buffer.from(end, 'latin1');
  return {
    canFail: slots.some((slot) => slot.kind === 'liquid'),
    render(filling) {
      const run = new LiquidRun(engine, escape);
      let text = '';
      for (let i = 0; i < slots.length; i += 1) text += literals[i]! + slotText(slots[i]!, filling, run);
      return text + end;
    },
    write(filling, bytes) {
      const run = new LiquidRun(engine, escape);
      for (let i = 0; i < slots.length; i += 1) {
        bytes.add(literalBytes[i]!);
        writeSlot(slots[i]!, { filling, run, bytes });
      }
      bytes.add(endBytes);
    },
  };
}

function slotText(slot: Slot, filling: Filling & TokenFilling, run: LiquidRun): string {
  // A token is its own encoding and fits on a line.
  if (slot.kind === 'link') return `${filling.linkToken(slot.index)}=\r\n`;
  if (slot.kind === 'address') return `${filling.addressToken(slot.name)}=\r\n`;
  return encodeValue(fillPart(slot, filling, run));
}

function writeSlot(
  slot: Slot,
  { filling, run, bytes }: { filling: Filling & TokenFilling; run: LiquidRun; bytes: Bytes },
): void {
  if (slot.kind === 'link') filling.writeLinkToken(slot.index, bytes);
  else if (slot.kind === 'address') filling.writeAddressToken(slot.name, bytes);
  else return bytes.ascii(encodeValue(fillPart(slot, filling, run)));
  bytes.add(softBreak);
}

/** A template of one line (a subject), filled as plain text. */
export function compileLine(template: string): { canFail: boolean; render: (filling: Filling) => string } {
  const engine = liquidEngine({ html: false, strict: false });
  const parts = templateParts(template, engine);
  return {
    canFail: parts.some((part) => part.kind === 'liquid'),
    render: (filling) => {
      const run = new LiquidRun(engine, (text) => text);
      return parts.map((part) => fillPart(part, filling, run)).join('');
    },
  };
}
