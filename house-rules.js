/** Kysely's `sql` only describes a statement: awaited without `.execute` it never runs, and nothing says so. */
const sqlIsExecuted = {
  create(context) {
    let isKyselys = false;
    return {
      ImportDeclaration(node) {
        if (node.source.value !== 'kysely') return;
        isKyselys ||= node.specifiers.some(({ local }) => local.name === 'sql');
      },
      AwaitExpression({ argument }) {
        if (!isKyselys || argument.type !== 'TaggedTemplateExpression' || argument.tag.name !== 'sql') return;
        context.report({
          node: argument,
          message: 'This statement is described and never run: call execute on it.',
        });
      },
    };
  },
};

/** What this house asks of its sources beside the common rules; read by oxlint. */
export default { meta: { name: 'house' }, rules: { 'sql-is-executed': sqlIsExecuted } };
