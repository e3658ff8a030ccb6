/**
 * JSON without what no database keeps: NUL characters are left out, and half of a character (an emoji that was cut, by whatever program it
 * was copied from) becomes the sign for one that cannot be shown.
 */
export function storableJson(json: string): string {
  // JSON writes both as escapes; a backslash that was typed is one of two, and takes its partner along.
  return json.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape) =>
    escape === '\\u0000' ? '' : escape.startsWith('\\ud') ? '\ufffd' : escape,
  );
}
