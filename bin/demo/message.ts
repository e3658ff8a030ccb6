/** What a message of the demo may have otherwise than the others. */
interface DemoMessageOptions {
  /** Where its button leads. */
  link?: string;
  /** Whether it ends with what is recommended to whoever gets it. */
  recommends?: boolean;
}

const recommendations = `
        {% if content.first %}<mj-text font-size="18px" font-weight="600">Worth reading next</mj-text>{% endif %}
        {% recommended_content %}`;

/** A message as the demo's people would write it. */
export function demoMessage(
  subject: string,
  lead: string,
  { link = 'https://northwind.example/more', recommends = false }: DemoMessageOptions = {},
) {
  return {
    subject,
    preheader: lead,
    format: 'mjml' as const,
    body: `<mjml>
  <mj-body background-color="#f4f5f7">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text font-size="24px" font-weight="600" line-height="1.3">${subject}</mj-text>
        <mj-text font-size="15px" line-height="1.6">Hello {{ person.firstName | default: "there" }},</mj-text>
        <mj-text font-size="15px" line-height="1.6">${lead}</mj-text>
        <mj-button href="${link}" background-color="#2f5bd3">Read more</mj-button>${recommends ? recommendations : ''}
        <mj-text font-size="15px" line-height="1.6">Questions? <a href="https://northwind.example/contact">Write to us</a>.</mj-text>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text font-size="12px" color="#5d6472">{{ tenant.name }}, {{ tenant.postalAddress }} ·
          <a href="{{ unsubscribeUrl }}">Unsubscribe</a> · <a href="{{ preferencesUrl }}">Preferences</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`,
  };
}
