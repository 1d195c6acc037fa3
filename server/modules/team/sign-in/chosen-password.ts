import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { isGuessable, PASSWORD_MIN_LENGTH } from './password-rules.ts'

type Chosen = { password: string; login: string; name: string; currentHash?: string }

/** The hash of a password somebody chose. Throws passwordWeak, passwordCommon, and passwordSame when it is the current one. */
export async function hashChosen({ password, login, name, currentHash }: Chosen): Promise<string> {
  if (password.length < PASSWORD_MIN_LENGTH) return fail(errors.passwordWeak, { length: PASSWORD_MIN_LENGTH })
  if (isGuessable(password, [login, name])) return fail(errors.passwordCommon)
  if (currentHash !== undefined && (await verifyPassword(currentHash, password))) return fail(errors.passwordSame)
  return hashPassword(password)
}
