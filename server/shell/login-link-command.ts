import { ownAddress } from '#kernel/own-address.ts'
import { createLoginTicket } from '#modules/team/create-merchant.ts'
import { type CommandLine, optional } from './command-line.ts'
import { chooseAccount, withHome } from './with-home.ts'

const LIFE_MS = 3600_000

export async function loginLinkCommand(line: CommandLine): Promise<number> {
  const url = await withHome(async (home) => {
    const { config } = home.app.kernel.world
    const account = await chooseAccount(home, optional(line, 'as'))
    const ticket = await createLoginTicket(
      home.app.kernel.database,
      account.merchantId,
      account.accountId,
      new Date(Date.now() + LIFE_MS),
    )
    return `${ownAddress(config, config.port)}/login?ticket=${ticket}`
  })
  process.stdout.write(line.json ? `${JSON.stringify({ url })}\n` : `${url}\n(one use, one hour)\n`)
  return 0
}
