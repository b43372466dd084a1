// Checks CloudFormation templates without AWS: node validate.mjs TEMPLATE...
// Prints each finding on a line of its own; warnings count as errors.
import {readFileSync} from 'node:fs';
import {RegoEngine, TemplateFile} from '@aws/cloudformation-validate';

// A default of "none" in an ARN's place is no ARN to the validator, which follows every branch of a
// condition with the same values: there it is given one.
const EXAMPLES = {
  RoleArn: 'arn:aws:iam::123456789012:role/example',
  KmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000',
};
const examples = (template) => Object.fromEntries(
  [...readFileSync(template, 'utf8').matchAll(/^  (\w*?(RoleArn|KmsKeyArn)):\n    Type: String\n    Default: none$/gm)]
    .map(([, name, kind]) => [name, EXAMPLES[kind]]));

const templates = process.argv.slice(2);
if (!templates.length) {
  console.error('node validate.mjs TEMPLATE...');
  process.exit(2);
}
let findings = 0;
const engine = new RegoEngine();
for (const template of templates) {
  const report = engine.validateStandard(new TemplateFile(template), {
    strict: true,
    severityLevel: 'ERROR',
    parameterOverrides: examples(template),
  });
  const found = report.diagnostics.map((d) =>
    `${d.startLine ?? 0}: ${d.ruleId} ${d.entity?.logicalId ?? ''} ${d.propertyPath ?? ''}: ${d.message}`);
  if (report.status !== 'OK') {
    found.push(`0: the check itself ended as ${report.status}`);
  }
  findings += found.length;
  found.forEach((line) => console.log(`${template}:${line}`));
}
engine.free();
console.log(`templates: ${templates.length}, findings: ${findings}`);
process.exitCode = findings ? 1 : 0;
