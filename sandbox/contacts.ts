/** People who can be invited: their WeChat id, phone and mail address, and whether WeChat knows their real name. All invented. */
import type { Kept, StateFile } from './state-file.ts'

export type Contact = {
  id: string
  name: string
  wechatId: string
  phone: string
  email: string
  /** WeChat has checked the name against the identity card. */
  isVerified: boolean
  /** Well-formed, but of an area that does not exist. */
  idNumber: string
}
export type ContactWish = Partial<Omit<Contact, 'id'>> & { name: string }

export type Contacts = {
  list(): Contact[]
  find(id: string): Contact | undefined
  byWechatId(wechatId: string): Contact | undefined
  byPhone(phone: string): Contact | undefined
  byEmail(email: string): Contact | undefined
  byIdentity(name: string, isTheirs: (idNumber: string) => boolean): Contact | undefined
  add(wish: ContactWish): Contact
  setVerified(id: string, isVerified: boolean): Contact | undefined
}

const FIRST_PEOPLE: ContactWish[] = [
  { name: '孙晓燕', wechatId: 'sunxy_88', isVerified: true },
  { name: '马志强', wechatId: 'mazq2020', isVerified: true },
  { name: '朱佳怡', wechatId: 'zhujiayi', isVerified: false },
  { name: '胡建国', wechatId: 'hu-jianguo', isVerified: true },
]

export function createContacts(state: StateFile): Contacts {
  const people: Kept<Contact> = state.table('contacts')
  const all = (): Contact[] => [...people.values()]
  function add(wish: ContactWish): Contact {
    const number = people.size + 1
    const contact: Contact = {
      id: `c${number}`,
      name: wish.name,
      wechatId: wish.wechatId ?? `wxid_${String(number).padStart(4, '0')}`,
      phone: wish.phone ?? `1990000${String(number).padStart(4, '0')}`,
      email: wish.email ?? `person${number}@mail.test`,
      isVerified: wish.isVerified ?? true,
      idNumber: wish.idNumber ?? inventedIdNumber(number),
    }
    people.set(contact.id, contact)
    return contact
  }
  if (people.size === 0) for (const wish of FIRST_PEOPLE) add(wish)
  return {
    list: all,
    find: (id) => people.get(id),
    byWechatId: (wechatId) => all().find((person) => person.wechatId === wechatId),
    byPhone: (phone) => all().find((person) => person.phone === phone),
    byEmail: (email) => all().find((person) => person.email.toLowerCase() === email.toLowerCase()),
    byIdentity: (name, isTheirs) => all().find((person) => person.name === name && isTheirs(person.idNumber)),
    add,
    setVerified(id, isVerified) {
      const person = people.get(id)
      if (!person) return undefined
      const changed = { ...person, isVerified }
      people.set(id, changed)
      return changed
    },
  }
}

/** GB 11643: six digits of area, the birthday, three of order and a check character. Area 999001 does not exist. */
function inventedIdNumber(number: number): string {
  const body = `99900119900101${String(number).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0)
  return body + '10X98765432'.charAt(sum % 11)
}
