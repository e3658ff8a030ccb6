declare module 'mjml' {
  interface MjmlOptions {
    validationLevel?: 'strict' | 'soft' | 'skip';
    keepComments?: boolean;
    ignoreIncludes?: boolean;
    fonts?: Record<string, string>;
    filePath?: string;
  }
  interface MjmlProblem {
    line?: number;
    message: string;
    tagName?: string;
  }
  /** Renders MJML; at the level `soft`, what is not valid is listed and left out. */
  export default function mjml2html(
    source: string,
    options?: MjmlOptions,
  ): Promise<{ html: string; errors: MjmlProblem[] }>;
}
