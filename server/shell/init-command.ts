import { text } from 'node:stream/consumers'
import { ConfigProblem } from '#kernel/config.ts'
import { createMerchant } from '#modules/team/create-merchant.ts'
import { type CommandLine, required } from './command-line.ts'
import { withHome } from './with-home.ts'

export async function initCommand(line: CommandLine): Promise<number> {
  const name = required(line, 'merchant')
  const ownerLogin = required(line, 'owner')
  if (!line.options['password-stdin'])
    throw new ConfigProblem('Give the password on standard input: printf %s "$PASSWORD" | npx zhanggui init … --password-stdin')
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  const made = await withHome((home) =>
    createMerchant(home.app.kernel.database, { name, ownerLogin, ownerName: ownerLogin, password, now: new Date() }),
  )
  process.stdout.write(
    line.json
      ? `${JSON.stringify(made)}\n`
      : `Merchant ${made.merchantId} with owner ${ownerLogin} created. Start the server: npx zhanggui serve\n`,
  )
  return 0
}
