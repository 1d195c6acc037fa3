import { errorSentence } from '#contract/error-definition.ts'
import { Failure } from '#kernel/failure.ts'

const PG_DISK_FULL = '53100'

/** What the shell says about a failure: one sentence, and for --json a body of the form the web would get. */
export function sentenceOf(error: unknown, language: 'zh' | 'en'): { sentence: string; body: object } {
  if (error instanceof Failure) {
    const message = errorSentence(error.definition, error.params, language)
    return { sentence: message, body: { error: { code: error.definition.code, message, params: error.params } } }
  }
  const sentence = setUpSentence(error as Thrown)
  return { sentence, body: { error: { code: 'setUp', message: sentence, params: {} } } }
}

type Thrown = Error & { code?: string; zh?: string; en?: string }

function setUpSentence(error: Thrown): string {
  const { name, message, zh, en } = error
  // Before anything runs we do not know the reader's language: the sentences of a failed start come in both.
  if (zh !== undefined && en !== undefined) return `${zh}\n${en}`
  const code = error.code ?? (error.cause as Thrown | undefined)?.code
  if (code === 'ENOSPC' || code === PG_DISK_FULL)
    return '磁盘已满，请腾出空间后重新启动，已有的数据没有丢失。\nThe disk is full. Free some space and start again; existing data is intact.'
  if (code === 'EACCES' || code === 'EPERM')
    return `没有权限：${message}。请修改该目录的属主，或把 ZHANGGUI_HOME 设为可写的目录。\nNo permission: ${message}. Change the owner of the folder or set ZHANGGUI_HOME to one you may write.`
  // Problems of set-up carry their own sentence; anything else is a bug and shows where it happened.
  return ['ConfigProblem', 'NewerDatabase'].includes(name) ? message : (error.stack ?? message)
}
