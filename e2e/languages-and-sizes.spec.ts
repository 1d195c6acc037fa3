/** Every daily page in both languages, light and dark, on a desk and on a phone: nothing breaks, nothing is cut off, nothing stays untranslated. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Page } from 'playwright-core'
import { aWorkingDay, journey, savePictures, until, type WorkingDay } from './a-working-day.ts'

const PAGES = [
  '/',
  '/orders',
  '/review',
  '/fulfilment/waybills',
  '/fulfilment/print',
  '/fulfilment/ship',
  '/fulfilment/tracking',
  '/team',
  '/team/roles',
  '/team/invitations',
  '/team/security',
  '/account',
  '/my-rights',
  '/log',
  '/shops',
  '/import',
  '/apps',
  '/apps/mine',
]
const LOOKS = [
  { language: 'zh', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { language: 'zh', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { language: 'en', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { language: 'en', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const
/** What a text key looks like when it is shown in place of its text. */
const BARE_KEY =
  /\b(?:shell|shared|account|apps|states|orders|fulfilment|import|shops|team|people|invitations|departments|grants|roles|why|workbench|settings|catalog|inventory|intake|tracing)\.[a-z]\w*(?:\.\w+)*\b/
let day: WorkingDay
let invitation: string

before(async () => {
  day = await aWorkingDay()
  day.sandbox.control.createOrders(6)
  const { invitationId } = await day.asOwner<{ invitationId: string }>('team.inviteStaff', {
    ...{ kind: 'link', subName: 'newcomer', name: '孙晓燕' },
    grants: [{ role: 'orderReviewer', shopIds: [day.platformShop.shopId] }],
  })
  const { url } = await day.asOwner<{ url: string }>('team.showInvitationLink', { invitationId })
  invitation = new URL(url).pathname
  const held = { filters: {}, sort: 'newest' }
  await until('orders are there', async () => {
    const { rows } = await day.asOwner<{ rows: { parcelId: string }[] }>('orders.listParcels', held)
    const parcelIds = rows.map((row) => row.parcelId)
    if (parcelIds.length < 6) return false
    await day.asOwner('orders.approveForced', { parcelIds: parcelIds.slice(0, 2), reason: '样例' })
    return true
  })
})
after(() => day.stop())

for (const look of LOOKS) {
  const { language, colorScheme, viewport } = look
  journey(`all pages are sound in ${language}, ${colorScheme}, ${viewport.width} px wide`, async () => {
    const pictures: { name: string; picture: Buffer }[] = []
    const faults: string[] = []
    const lookAt = async (page: Page, at: string) => {
      const found = await faultsOf(page, look)
      if (found.length > 0) pictures.push({ name: at.replaceAll('/', '_'), picture: await page.screenshot() })
      faults.push(...found.map((fault) => `${at}: ${fault}`))
    }
    const visitor = await day.visitor('/login', look)
    await settled(visitor.page)
    await lookAt(visitor.page, '/login')
    await visitor.page.goto(day.url + invitation)
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    await lookAt(visitor.page, '/invitation')
    const { page, complaints } = await day.signIn('owner', look)
    for (const at of PAGES) {
      await page.goto(day.url + at)
      await settled(page)
      await lookAt(page, at)
    }
    faults.push(...complaints)
    savePictures(pictures)
    assert.deepEqual(faults, [])
    await page.context().close()
    await visitor.page.context().close()
  })
}

/** The page has its head, and nothing on it is still loading. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1, h2, h3, h4').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.ant-skeleton, .ant-spin-spinning') === null)
}

async function faultsOf(page: Page, { language, colorScheme }: (typeof LOOKS)[number]): Promise<string[]> {
  const seen = await page.evaluate(() => ({
    overhang: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    language: document.documentElement.lang.slice(0, 2),
    theme: document.documentElement.dataset.theme,
    text: `${document.title}\n${document.body.innerText}`,
  }))
  const bare = BARE_KEY.exec(seen.text)?.[0]
  return [
    ...(seen.overhang > 0 ? [`scrolls sideways by ${seen.overhang} px`] : []),
    ...(seen.language === language ? [] : [`speaks ${seen.language}`]),
    ...(seen.theme === colorScheme ? [] : [`is ${seen.theme}`]),
    ...(bare ? [`shows the key ${bare}`] : []),
  ]
}
