import { errorSentence } from '#contract/error-definition.ts'
import { Failure } from '#kernel/failure.ts'

/** What the shell says about a failure: one sentence, and for --json the same body the web would get. */
export function sentenceOf(error: unknown, language: 'zh' | 'en'): { sentence: string; body?: object } {
  if (error instanceof Failure) {
    const message = errorSentence(error.definition, error.params, language)
    return { sentence: message, body: { error: { code: error.definition.code, message, params: error.params } } }
  }
  const { name, message, code, zh, en } = error as Error & { code?: string; zh?: string; en?: string }
  // The launcher of the database speaks both languages: before anything runs we do not know the reader's.
  if (zh !== undefined && en !== undefined) return { sentence: `${zh}\n${en}` }
  if (code === 'ENOSPC') return { sentence: 'The disk is full. Free some space and start again.' }
  if (code === 'EACCES' || code === 'EPERM')
    return { sentence: `No permission: ${message}. Change the owner of the folder or set ZHANGGUI_HOME to one you may write.` }
  // Problems of set-up carry their own sentence; anything else is a bug and shows where it happened.
  const explained = ['ConfigProblem', 'NewerDatabase'].includes(name)
  return { sentence: explained ? message : ((error as Error).stack ?? message) }
}
