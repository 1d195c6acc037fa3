/** The tester's hand on the people: who exists, what reached them, and reading it for them. */
import type { Contact, ContactWish } from './contacts.ts'
import type { InboxMessage } from './inboxes.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'
import type { World } from './world.ts'

export type PeopleControl = {
  people(): { contact: Contact; unreadCount: number }[]
  addPerson(wish: ContactWish): Contact
  setVerified(id: string, isVerified: boolean): Contact
  /** Latest first. */
  inbox(contactId: string): InboxMessage[]
  /** Everything sent to anybody by WeChat, text message or mail, latest first. */
  sentMessages(): InboxMessage[]
  /** Mails, latest first. */
  mails(): InboxMessage[]
  /** The person reads it. Throws for a message that does not exist or that nobody looks at. */
  openMessage(id: string): InboxMessage
}

export function peopleControl({ contacts, inboxes }: World): PeopleControl {
  return {
    people: () =>
      contacts.list().map((contact) => ({
        contact,
        unreadCount: inboxes.of(contact.id).filter((message) => message.readAt === null).length,
      })),
    addPerson: contacts.add,
    setVerified: (id, isVerified) => contacts.setVerified(id, isVerified) ?? unknown(`There is no person ${id}`),
    inbox: inboxes.of,
    sentMessages: inboxes.list,
    mails: () => inboxes.list().filter(({ channel }) => channel === 'mail'),
    openMessage: (id) => inboxes.markRead(id) ?? unknown(`Nobody reads a message ${id}`),
  }
}

function unknown(message: string): never {
  throw new UnknownInSandbox(message)
}
