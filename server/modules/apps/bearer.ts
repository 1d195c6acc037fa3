/** The caller behind a token in `Authorization: Bearer`. */
import type { CallerOf } from '#kernel/http-visit.ts'

export const bearerCaller: CallerOf = () => undefined
