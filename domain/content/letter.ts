/** What a letter says; every text may hold merge fields. */
export interface Letter {
  paragraphs: readonly string[];
  button: string;
}

/** A letter as MJML: one column, a button that leads to `link`, and the lines that every marketing message has to carry. */
export function letterBody({ paragraphs, button }: Letter, link: string): string {
  const texts = paragraphs.map((text) => `        <mj-text>${text}</mj-text>`).join('\n');
  return `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="24px" color="#1d2026" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f2f3f4">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text>Hello {{ person.firstName | default: "there" }},</mj-text>
${texts}
        <mj-button href="${inAttribute(link)}" background-color="#2f4fd8" border-radius="6px">${button}</mj-button>
      </mj-column>
    </mj-section>
    <mj-section padding="16px 24px">
      <mj-column>
        <mj-text font-size="12px" line-height="18px" color="#5a606b">
          {{ tenant.name }}, {{ tenant.postalAddress }}<br />
          <a href="{{ unsubscribeUrl }}">Unsubscribe</a> · <a href="{{ preferencesUrl }}">Choose what you get</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
