/** Hiring many at once, and what people of one post are usually given. */
import { z } from 'zod'
import { moment, nothing, refusal, shape, shortText, uuid } from './operation.ts'
import { grantList } from './team-grants.ts'

const version = z.number().int()
const password = z.string().max(200)
const template = z.object({
  templateId: uuid,
  name: z.string(),
  departmentId: uuid.nullable(),
  grants: grantList,
  version,
})
export type TemplateView = z.infer<typeof template>

export const teamHiring = {
  /** Each line is done or refused by itself; `id` of the answer is the sub-account's name. */
  importStaff: shape(
    {
      rows: z
        .array(
          z.strictObject({
            subName: z.string().trim().min(1).max(28),
            name: shortText.min(1),
            password,
            departmentId: uuid.nullable().default(null),
            endsAt: moment.nullable().default(null),
            /** What the post of this template is given; besides the grants named here. */
            templateId: uuid.nullable().default(null),
            grants: grantList.default([]),
          }),
        )
        .min(1)
        .max(100),
    },
    z.object({ done: z.array(z.string()), refused: z.array(refusal) }),
  ),
  listTemplates: shape({}, z.object({ rows: z.array(template) })),
  saveTemplate: shape(
    {
      templateId: uuid.nullable(),
      version: version.nullable(),
      name: z.string().trim().min(1).max(40),
      departmentId: uuid.nullable(),
      grants: grantList,
    },
    z.object({ templateId: uuid }),
  ),
  removeTemplate: shape({ templateId: uuid, version }, nothing),
  /** Gives an account what the template says, in place of what it had. */
  applyTemplate: shape({ templateId: uuid, accountId: uuid, version }, z.object({ version })),
}
