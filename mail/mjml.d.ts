declare module 'mjml' {
  interface MjmlOptions {
    validationLevel?: 'strict' | 'soft' | 'skip';
    keepComments?: boolean;
    ignoreIncludes?: boolean;
    fonts?: Record<string, string>;
    filePath?: string;
  }
  /** Renders MJML; rejects with a ValidationError that lists its `errors` where the level is strict. */
  export default function mjml2html(source: string, options?: MjmlOptions): Promise<{ html: string }>;
}
