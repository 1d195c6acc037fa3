import { errors } from '#contract/errors.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { GrantPair } from '../grants/grant.ts'

export type Template = {
  template_id: string
  name: string
  department_id: string | null
  grants: GrantPair[]
  version: number
}

export const templates = (reader: Reader): Promise<Template[]> =>
  reader.rows<Template>(sql`
    select template_id, name, department_id, grants, version from post_templates where merchant_id = ${reader.merchantId} order by name`)

/** Throws notFound, and stale when `version` is given and differs. */
export async function templateById(reader: Reader, templateId: string, version?: number): Promise<Template> {
  const found = await reader.maybe<Template>(sql`
    select template_id, name, department_id, grants, version from post_templates
    where merchant_id = ${reader.merchantId} and template_id = ${templateId}`)
  if (!found) return fail(errors.notFound)
  if (version !== undefined && version !== found.version) return fail(errors.stale, { changed: found.name })
  return found
}

type Saved = { templateId: string; name: string; departmentId: string | null; grants: readonly GrantPair[]; by: string }
/** Throws nameTaken. */
export async function writeTemplate(tx: Tx, { templateId, name, departmentId, grants, by }: Saved): Promise<void> {
  const taken = await tx.maybe(sql`
    select 1 from post_templates where merchant_id = ${tx.merchantId} and name = ${name} and template_id <> ${templateId}`)
  if (taken) fail(errors.nameTaken, { name })
  await tx.write(sql`
    insert into post_templates as t (merchant_id, template_id, name, department_id, grants, created_by)
    values (${tx.merchantId}, ${templateId}, ${name}, ${departmentId}, ${JSON.stringify(grants)}::jsonb, ${by})
    on conflict (merchant_id, template_id) do update
      set name = excluded.name, department_id = excluded.department_id, grants = excluded.grants, version = t.version + 1`)
}

export async function deleteTemplate(tx: Tx, templateId: string): Promise<void> {
  await tx.write(sql`delete from post_templates where merchant_id = ${tx.merchantId} and template_id = ${templateId}`)
}
