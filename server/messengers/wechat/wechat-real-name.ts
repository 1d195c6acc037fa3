import { createHmac } from 'node:crypto'
import type { RealNameCheck } from '#server/messengers/real-name.ts'
import { callDirectory } from './directory-call.ts'

export const wechatRealName: RealNameCheck = {
  async check(connection, { name, idNumber }) {
    const secret = connection.directory.appSecret ?? ''
    const digest = createHmac('sha256', secret).update(`id:${idNumber.toUpperCase()}`).digest('hex')
    const answer = await callDirectory(connection, 'identity.check', { name, id_digest: digest })
    if (answer.ok) return { outcome: answer.fields.result === 'match' ? 'match' : 'mismatch' }
    return answer.retry
      ? { outcome: 'retryLater', reason: answer.reason, detail: answer.detail }
      : { outcome: 'rejected', detail: answer.detail }
  },
}
