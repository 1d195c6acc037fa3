/** The paths of the AuthZEN API and the document that names them. Unknown fields are passed over, as the standard asks. */
import type { DocumentRoute, PostRoute } from '#kernel/http-routes.ts'

const route = (path: string, operation: string, fields: readonly string[]): PostRoute => ({
  path: `/access/v1/${path}`,
  operation,
  input: (body) => Object.fromEntries(fields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]])),
})
const question = ['subject', 'action', 'resource', 'context']

export const accessRoutes: readonly PostRoute[] = [
  route('evaluation', 'access.evaluate', question),
  route('evaluations', 'access.evaluateEach', [...question, 'evaluations', 'options']),
  route('search/subject', 'access.searchSubjects', [...question, 'page']),
  route('search/resource', 'access.searchResources', [...question, 'page']),
  route('search/action', 'access.searchActions', ['subject', 'resource', 'context', 'page']),
]

export const accessDocuments: readonly DocumentRoute[] = [
  {
    path: '/.well-known/authzen-configuration',
    document: (origin) => ({
      policy_decision_point: origin,
      access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
      access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
      search_subject_endpoint: `${origin}/access/v1/search/subject`,
      search_resource_endpoint: `${origin}/access/v1/search/resource`,
      search_action_endpoint: `${origin}/access/v1/search/action`,
    }),
  },
]
