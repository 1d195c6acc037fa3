/** The documents made from the code: permission matrix, error list, OpenAPI. Committed, so that a change of a right shows in the diff. */
import { errors } from '#contract/errors.ts'
import { builtInRoles, permissionCodes, permissions } from '#contract/permissions.ts'
import type { JobHandler } from '#kernel/jobs.ts'
import { openApiDocument } from '#kernel/openapi.ts'
import type { Operation } from '#kernel/operation.ts'
import { accessMatrix } from '#tools/access-matrix.ts'

const operationsSorted = (operations: readonly Operation[]): Operation[] =>
  operations.toSorted((a, b) => (a.name < b.name ? -1 : 1))
const roles = Object.entries(builtInRoles)
const tableRow = (cells: string[]): string => `| ${cells.join(' | ')} |`

function rightsRow(operation: Operation): string {
  if (operation.kind === 'public')
    return tableRow([operation.name, 'public', '–', '–', ...Array.from({ length: roles.length + 1 }, () => '●')])
  const { permission, scope } = operation.access
  const isMachine = permissions[permission].risk === 'system'
  const marks = roles.map(([, role]) => ((role.permissions as readonly string[]).includes(permission) ? '●' : ' '))
  return tableRow([operation.name, operation.kind, permission, scope, isMachine ? ' ' : '●', ...marks])
}

/** Every operation with its permission and scope, and which built-in role may call it. */
function permissionMatrix(operations: readonly Operation[]): string {
  const head = ['operation', 'kind', 'permission', 'scope', 'owner', ...roles.map(([code]) => code)]
  const used = operationsSorted(operations)
  return `# Permission matrix

Made from the operations (\`npm run docs\`); do not edit. ● = may call it, within the grant's shops where the scope is \`shop\`.
Scope \`merchant\` needs a grant over all shops; \`shared\` belongs to no shop; operations marked \`system.jobs\` are for machines only.

${tableRow(head)}
${tableRow(head.map(() => '---'))}
${used.map(rightsRow).join('\n')}

## Permissions

| code | risk | 中文 | English |
| --- | --- | --- | --- |
${permissionCodes.map((code) => tableRow([code, permissions[code].risk, permissions[code].zh, permissions[code].en])).join('\n')}
`
}

/** Every error with status and both sentences. */
function errorList(): string {
  const rows = Object.values(errors).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  return `# Errors

Made from \`contract/errors.ts\` (\`npm run docs\`); do not edit. Every answer that is not 200 carries one of these:
\`{ "error": { "code", "message", "params", "requestId" } }\`, the message in the reader's language.

| code | status | 中文 | English |
| --- | --- | --- | --- |
${rows.map((error) => tableRow([error.code, String(error.status), error.zh, error.en])).join('\n')}
`
}

export const generatedDocs = (operations: readonly Operation[], jobs: readonly JobHandler[]): Record<string, string> => ({
  'docs/permission-matrix.md': permissionMatrix(operations),
  'docs/errors.md': errorList(),
  'docs/access-matrix.txt': accessMatrix(operations, jobs),
  'openapi.json': `${JSON.stringify(openApiDocument(operations), null, 1)}\n`,
})
