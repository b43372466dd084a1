// Checks CloudFormation templates without AWS: node validate.mjs TEMPLATE...
// Prints each finding on a line of its own; warnings count as errors.
import {RegoEngine, TemplateFile} from '@aws/cloudformation-validate';

const templates = process.argv.slice(2);
if (!templates.length) {
  console.error('node validate.mjs TEMPLATE...');
  process.exit(2);
}
let findings = 0;
const engine = new RegoEngine();
for (const template of templates) {
  const report = engine.validateStandard(new TemplateFile(template), {strict: true, severityLevel: 'ERROR'});
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
