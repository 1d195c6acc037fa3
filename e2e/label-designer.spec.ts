/** The owner arranges the shop's own area of the label with mouse and keyboard and sees it as it prints. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

type Element = { field: string; text: string; x: number; y: number; width: number }
type Template = { version: number; elements: Element[] }

let day: WorkingDay
let owner: Person
const pictures: { name: string; picture: Buffer }[] = []

before(async () => {
  day = await aWorkingDay()
})
after(async () => {
  if (process.env.KEEP_PICTURES) savePictures(pictures)
  await day.stop()
})

const look = async (name: string, { page }: Person = owner) => void pictures.push({ name, picture: await page.screenshot() })
const stored = () => day.asOwner<Template>('fulfilment.readPrintTemplate', { size: '76x130' })

journey('a field is added, moved by key and by mouse, written, undone and saved', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/settings?tab=labels`)
  await page.locator('.label-preview text').first().waitFor()
  await page.getByRole('button', { name: '添加字段' }).click()
  await page.getByRole('menuitem', { name: '自定义文字' }).click()
  const field = page.getByRole('button', { name: '自定义文字' })
  await field.focus()
  await page.getByLabel('文字', { exact: true }).fill('谢谢惠顾')
  await page.locator('.label-preview text', { hasText: '谢谢惠顾' }).waitFor()
  await field.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  const box = (await field.boundingBox()) ?? assert.fail('it is not drawn')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 + 90, { steps: 4 })
  await page.mouse.up()
  await look('arranged')
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('button', { name: '重做' }).click()
  await page.getByRole('button', { name: /保\s?存/ }).click()
  const template = await until('it is saved', async () => {
    const now = await stored()
    return now.version === 1 && now
  })
  const text = template.elements.find((element) => element.field === 'text') ?? assert.fail('the field is missing')
  assert.equal(text.text, '谢谢惠顾')
  assert.ok(text.x > 5 && text.y > 5 && text.width === 35.5, JSON.stringify(text))
  assert.deepEqual(owner.complaints, [])
})

journey('each size of label has an area and a template of its own', async () => {
  const { page } = owner
  await page.getByLabel('纸张').click()
  await page.getByTitle('100 × 113 mm').click()
  const canvas = page.locator('.label-canvas')
  await until('the flat area is shown', async () => {
    const box = await canvas.boundingBox()
    return box !== null && Math.abs(box.width / box.height - 93 / 15.3) < 0.1
  })
  await page.locator('.label-preview text').first().waitFor()
  assert.equal(
    await page.getByRole('button', { name: '自定义文字' }).count(),
    0,
    'what was arranged for another size is not here',
  )
  await look('flat label')
  assert.deepEqual(owner.complaints, [])
})

journey('the standard layout comes back, in English, and a phone shows how it prints', async () => {
  const english = await day.signIn('owner', { language: 'en' })
  await english.page.goto(`${day.url}/settings?tab=labels`)
  await english.page.locator('.label-preview text').first().waitFor()
  await look('english', english)
  await english.page.getByRole('button', { name: 'Standard layout' }).click()
  await english.page.getByRole('tooltip').getByRole('button', { name: 'OK' }).click()
  await english.page.getByRole('button', { name: 'Save' }).click()
  await until('it is saved', async () => (await stored()).version === 2)
  assert.deepEqual(
    (await stored()).elements.map((element) => element.field),
    ['contents'],
  )
  await english.page.setViewportSize({ width: 390, height: 844 })
  await english.page.getByText('Arrange it on a computer').waitFor()
  await look('phone', english)
  assert.deepEqual(english.complaints, [])
})
