import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { documentSign } from '#sandbox/douyin/print-key.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { douyinEbill } from '#server/carriers/douyin/douyin-ebill.ts'
import { openComponentLine } from './component-line.ts'
import { readMessage, taskStatesIn } from './component-messages.ts'
import { componentUrl } from './this-desk.ts'

const COMPONENTS = ['cainiao', 'pinduoduo', 'douyin'] as const
let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox({ printComponents: { cainiao: 0, pinduoduo: 0, douyin: 0 } })
})
after(() => sandbox.stop())

const secret = Buffer.from('who and where').toString('base64')
const templateURL = 'http://cloudprint.cainiao.com/template/standard/278250/1'
const contents = [
  {
    templateURL,
    encryptedData: `AES:${secret}`,
    signature: `MD:${createHash('md5').update(secret).digest('base64')}`,
    ver: 'waybill_print_secret_version_1',
  },
]
/** Douyin's is opened with the key of the shop, which its component asks the platform for. */
function sealedByDouyin(isSigned = true) {
  const { appKey, appSecret, defaultToken } = sandboxDouyinApp
  const shop = sandbox.control.shops().find(({ platform }) => platform === 'douyin') ?? assert.fail()
  const params = douyinEbill.printParams?.({
    appKey,
    appSecret: isSigned ? appSecret : 'guess',
    accessToken: defaultToken,
    now: Date.now,
  })
  return [{ templateURL, encryptedData: secret, signature: documentSign(secret, shop.id), params }]
}

for (const name of COMPONENTS) {
  test(`${name}: printers are listed, paper is set, a sheet is accepted, drawn and printed, and a repeated task is refused`, async () => {
    const component = sandbox.control.printComponents().find((each) => each.name === name) ?? assert.fail()
    const heard: string[] = []
    const ended = Promise.withResolvers<void>()
    const line = await openComponentLine(component.url, {
      onNews: (taskId, { state }) => {
        heard.push(`${taskId} ${state}`)
        if (state === 'printed') ended.resolve()
      },
      onClosed: () => undefined,
    })
    const [first] = await line.printers()
    assert.deepEqual(first, { name: '热敏面单机', isReady: true })
    await line.configure('热敏面单机', { paper: { widthMm: 100, heightMm: 180 } })
    assert.deepEqual(component.paperOf('热敏面单机'), { width: 100, height: 180 })
    const wish = { taskId: 'task-1', printer: '热敏面单机', contents: name === 'douyin' ? sealedByDouyin() : contents }
    assert.deepEqual(await line.print(wish), { state: 'accepted', problem: '' })
    await ended.promise
    assert.deepEqual(heard, ['task-1 drawn', 'task-1 printed'])
    assert.deepEqual(await line.print(wish), { state: 'failed', problem: '任务ID重复：task-1' })
    const states = await line.statesOf(['task-1', 'never'])
    assert.deepEqual([states.get('task-1')?.state, states.has('never')], ['printed', false])
    assert.equal(component.printed().length, 1)
    line.close()
  })
}

test('a printer that is not there, and a document the platform has not signed, fail in the component’s words', async () => {
  const component = sandbox.control.printComponents()[0] ?? assert.fail()
  const failed = Promise.withResolvers<string>()
  const line = await openComponentLine(component.url, {
    onNews: (_taskId, { state, problem }) => state === 'failed' && failed.resolve(problem),
    onClosed: () => undefined,
  })
  assert.deepEqual(await line.print({ taskId: 'task-2', printer: '没有', contents }), {
    state: 'failed',
    problem: '打印机不存在：没有',
  })
  const forged = [{ ...contents[0], signature: 'MD:AAAA' }]
  assert.equal((await line.print({ taskId: 'task-3', printer: '热敏面单机', contents: forged })).state, 'accepted')
  assert.equal(await failed.promise, '签名校验失败')
  line.close()
})

test('Douyin’s component draws nothing for a question that the shop’s app has not signed', async () => {
  const component = sandbox.control.printComponents().find(({ name }) => name === 'douyin') ?? assert.fail()
  const failed = Promise.withResolvers<string>()
  const line = await openComponentLine(component.url, {
    onNews: (_taskId, { state, problem }) => state === 'failed' && failed.resolve(problem),
    onClosed: () => undefined,
  })
  await line.print({ taskId: 'task-4', printer: '热敏面单机', contents: sealedByDouyin(false) })
  assert.equal(await failed.promise, 'params 签名校验失败')
  line.close()
})

for (const name of COMPONENTS)
  test(`${name}: offsets and orientation are read and changed one by one, and setting paper leaves them as they are`, async () => {
    const component = sandbox.control.printComponents().find((each) => each.name === name) ?? assert.fail()
    const line = await openComponentLine(component.url, { onNews: () => undefined, onClosed: () => undefined })
    const plain = { horizontalOffset: 0, verticalOffset: 0, orientation: 'portrait' } as const
    assert.deepEqual(await line.configOf('备用面单机'), plain)
    assert.equal(await line.configure('备用面单机', { horizontalOffset: -2, orientation: 'landscape' }), '')
    assert.equal(await line.configure('备用面单机', { paper: { widthMm: 76, heightMm: 130 } }), '')
    assert.equal(await line.configure('备用面单机', { verticalOffset: 1.5 }), '')
    const changed = { horizontalOffset: -2, verticalOffset: 1.5, orientation: 'landscape' } as const
    assert.deepEqual(await line.configOf('备用面单机'), changed)
    assert.deepEqual(component.paperOf('备用面单机'), { width: 76, height: 130 })
    assert.equal(await line.configure('没有', { verticalOffset: 1 }), '打印机不存在')
    line.close()
  })

test('Pinduoduo’s news have a name of their own and no request; old components tell of documents one by one', () => {
  const pdd = {
    cmd: 'PrintResultNotify',
    taskID: 't',
    taskStatus: 'printed',
    printStatus: [{ documentID: 't', status: 'success' }],
  }
  assert.deepEqual(readMessage(JSON.stringify(pdd)), { kind: 'news', taskId: 't', state: 'printed', problem: '' })
  const old = { cmd: 'notifyDocResult', documentID: 't', status: 'rendered' }
  assert.deepEqual(readMessage(JSON.stringify(old)), { kind: 'news', taskId: 't', state: 'drawn', problem: '' })
  const part = {
    cmd: 'notifyPrintResult',
    taskID: 't',
    taskStatus: 'partPrinted',
    printStatus: [{ documentID: 't', status: 'failed', msg: '缺纸' }],
  }
  assert.deepEqual(readMessage(JSON.stringify(part)), { kind: 'news', taskId: 't', state: 'failed', problem: '缺纸' })
  for (const junk of ['', '[]', '{', '{"cmd":"x"}', 'null', '{"cmd":"notifyPrintResult"}'])
    assert.equal(readMessage(junk), undefined)
})

test('every word of the protocol means one state of ours, in the news and when a task’s status is asked for', () => {
  const document = (status: string) => ({ documentID: 't', status, msg: status === 'failed' ? '缺纸' : '' })
  const told = (taskStatus: string, ofDocument: string) => {
    const message = readMessage(
      JSON.stringify({ cmd: 'notifyPrintResult', taskID: 't', taskStatus, printStatus: [document(ofDocument)] }),
    )
    return message?.kind === 'news' ? [message.state, message.problem] : message
  }
  const asked = (status: string) => {
    const word = taskStatesIn({ printStatus: [{ taskID: 't', detailStatus: [document(status)] }] }).get('t')
    return word && [word.state, word.problem]
  }
  const news: [taskStatus: string, ofDocument: string, state: string, problem: string][] = [
    ['initial', '', 'accepted', ''],
    ['rendered', 'success', 'drawn', ''],
    ['printed', 'success', 'printed', ''],
    ['partPrinted', 'success', 'printed', ''],
    ['partPrinted', 'failed', 'failed', '缺纸'],
    ['partPrinted', 'canceled', 'cancelled', 'canceled'],
    ['failed', 'failed', 'failed', '缺纸'],
    ['canceled', 'canceled', 'cancelled', 'canceled'],
    ['somethingNew', 'success', 'accepted', ''],
  ]
  for (const [taskStatus, ofDocument, ...ours] of news) assert.deepEqual(told(taskStatus, ofDocument), ours, taskStatus)
  const answers: [status: string, state: string, problem: string][] = [
    ['initial', 'accepted', ''],
    ['pending', 'accepted', ''],
    ['rendered', 'drawn', ''],
    ['printed', 'printed', ''],
    ['success', 'printed', ''],
    ['failed', 'failed', '缺纸'],
    ['canceled', 'cancelled', 'canceled'],
    ['somethingNew', 'accepted', ''],
  ]
  for (const [status, ...ours] of answers) assert.deepEqual(asked(status), ours, status)
})

test('a page opened over https speaks to the TLS port of a component, a plain page to the plain one', () => {
  const cainiao = { url: 'ws://localhost:13528', secureUrl: 'wss://localhost:13529' }
  assert.deepEqual(
    ['http:', 'https:'].map((protocol) => componentUrl(cainiao, protocol)),
    ['ws://localhost:13528', 'wss://localhost:13529'],
  )
})
