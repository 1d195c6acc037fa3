import type { Module } from '#kernel/module.ts'
import { accessDocuments, accessRoutes } from './access-routes.ts'
import { evaluate } from './operations/evaluate.ts'
import { evaluateEach } from './operations/evaluate-each.ts'
import { searchActions } from './operations/search-actions.ts'
import { searchResources } from './operations/search-resources.ts'
import { searchSubjects } from './operations/search-subjects.ts'

export const accessModule: Module = {
  name: 'access',
  operations: [evaluate, evaluateEach, searchSubjects, searchResources, searchActions],
  routes: accessRoutes,
  documents: accessDocuments,
}
