/** A real SMTP server. Every mail it accepts is kept and lies in the inbox of whoever owns the address. */
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { linkIn } from './inboxes.ts'
import { readMail } from './mail-message.ts'
import type { World } from './world.ts'

/** The submission account of the one sender this server lets in. */
export const sandboxMailAccount = { user: 'zhanggui', password: 'sandbox_mail' } as const

export type MailServer = { port: number; stop(): Promise<void> }

export async function startMailServer(world: World, host: string, port = 0): Promise<MailServer> {
  const server = new SMTPServer({
    name: 'mail.test',
    banner: 'Zhanggui sandbox',
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: ({ username, password }, _session, done) =>
      username === sandboxMailAccount.user && password === sandboxMailAccount.password
        ? done(null, { user: username })
        : done(smtpError(535, 'Authentication failed')),
    onRcptTo({ address }, _session, done) {
      if (world.faults.strike('mailRefused', address)) done(smtpError(550, 'No such mailbox here'))
      else if (world.faults.strike('mailTemporary', address)) done(smtpError(451, 'Try again later'))
      else done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        for (const { address } of session.envelope.rcptTo) keep(world, address, raw)
        done(null, 'Stored')
      })
    },
  })
  // A server that is down does not greet: the connection is gone before the first word.
  server.server.prependListener('connection', (socket) => {
    if (world.faults.strike('mailDown', '')) socket.destroy()
  })
  // Clients that hang up in the middle are their own affair.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The same Message-ID to the same address is the same mail, as mail programs show it. */
function keep(world: World, address: string, raw: Buffer): void {
  const { subject, text, messageId } = readMail(raw)
  world.inboxes.put({
    channel: 'mail',
    contactId: world.contacts.byEmail(address)?.id ?? '',
    to: address,
    clientKey: `${messageId || createHash('sha256').update(raw).digest('hex')} ${address}`,
    title: subject,
    text,
    url: linkIn(text),
    isIgnored: world.faults.strike('messageIgnored', 'mail') !== null,
  })
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
