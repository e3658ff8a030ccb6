// The import table of the house: layers outside, concepts inside. `mayImport` lists what a layer may take values from;
// `mayType` what it may take types from as well.
const layers = {
  domain: { mayImport: [], mayType: [] },
  models: { mayImport: ['domain'], mayType: [] },
  db: { mayImport: ['domain'], mayType: [] },
  mail: { mayImport: ['domain'], mayType: [] },
  workflows: { mayImport: ['domain'], mayType: ['activities'] },
  activities: { mayImport: ['db', 'domain', 'mail', 'models', 'workflows'], mayType: [] },
  api: { mayImport: ['db', 'domain', 'workflows'], mayType: [] },
  ui: { mayImport: ['domain'], mayType: [] },
};
const house = '^(domain|models|db|mail|workflows|activities|api|ui|bin|bench|test)/';
const spared = '(\\.test\\.ts$|^test/|^bench/|^bin/)';

const layerRules = Object.entries(layers).flatMap(([layer, { mayImport, mayType }]) => [
  {
    name: `${layer}-values`,
    comment: `${layer}/ takes values only from: ${[layer, ...mayImport].join(', ')}`,
    severity: 'error',
    from: { path: `^${layer}/`, pathNot: spared },
    to: { path: house, pathNot: `^(${[layer, ...mayImport, ...mayType].join('|')})/` },
  },
  ...(mayType.length === 0
    ? []
    : [
        {
          name: `${layer}-types-only`,
          comment: `${layer}/ takes nothing but types from: ${mayType.join(', ')}`,
          severity: 'error',
          from: { path: `^${layer}/`, pathNot: spared },
          to: { path: `^(${mayType.join('|')})/`, dependencyTypesNot: ['type-only'] },
        },
      ]),
]);

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { pathNot: spared },
      to: { path: '(\\.test\\.ts$|^test/|^bench/)' },
    },
    {
      name: 'no-node-in-domain',
      comment: 'domain/ is pure and runs in the browser and in the workflow sandbox',
      severity: 'error',
      from: { path: '^(domain|workflows)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|\\.data|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
