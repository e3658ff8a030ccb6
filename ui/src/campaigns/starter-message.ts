/** What a new message begins with: one column, a button, and the lines that every marketing message has to carry. */
export const starterMessage = `<mjml>
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
        <mj-text>Write here what you have to say.</mj-text>
        <mj-button href="https://www.salescompass.test/" background-color="#2f4fd8" border-radius="6px">Read more</mj-button>
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
