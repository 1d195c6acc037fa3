/**
 * Every error a user can meet: code, HTTP status, and a sentence in Chinese and English that says what to do next.
 * `{name}` in a sentence is a parameter; `params` lists them with their type.
 */

type ParamKind = 'text' | 'number'
export type ErrorDefinition = { code: string; status: number; params: Record<string, ParamKind>; zh: string; en: string }

function define<const P extends Record<string, ParamKind>>(code: string, status: number, params: P, zh: string, en: string) {
  return { code, status, params, zh, en }
}

export const errors = {
  // Anybody
  invalidInput: define(
    'invalidInput',
    400,
    { field: 'text', reason: 'text' },
    '“{field}”填写有误：{reason}。请改正后重试。',
    '“{field}” is not right: {reason}. Correct it and try again.',
  ),
  notSignedIn: define(
    'notSignedIn',
    401,
    {},
    '您尚未登录或登录已失效，请重新登录。',
    'You are not signed in or your session has ended. Sign in again.',
  ),
  notPermitted: define(
    'notPermitted',
    403,
    { permission: 'text' },
    '您没有“{permission}”权限，请联系主账号授权。',
    'You lack the right “{permission}”. Ask the owner to grant it.',
  ),
  notFound: define(
    'notFound',
    404,
    {},
    '找不到该内容，它可能已被移走，或不在您的数据范围内。',
    'This does not exist, or it is outside your scope.',
  ),
  stale: define(
    'stale',
    409,
    { changed: 'text' },
    '内容已被他人修改（{changed}），请刷新后再试。',
    'Somebody changed this meanwhile ({changed}). Reload and try again.',
  ),
  keyReused: define(
    'keyReused',
    422,
    {},
    '同一个幂等键不能用于不同的请求，请换一个新键。',
    'This idempotency key was used with another input. Use a new key.',
  ),
  keyInFlight: define(
    'keyInFlight',
    409,
    {},
    '相同的请求正在处理，请稍候再试。',
    'The same request is still running. Try again in a moment.',
  ),
  tooManyRequests: define(
    'tooManyRequests',
    429,
    { seconds: 'number' },
    '操作太频繁，请 {seconds} 秒后再试。',
    'Too many requests. Try again in {seconds} s.',
  ),
  internal: define(
    'internal',
    500,
    { requestId: 'text' },
    '系统出错，操作未生效。请重试；若仍失败，请把编号 {requestId} 告诉管理员。',
    'Something broke and nothing was done. Try again; if it fails again, tell your administrator the number {requestId}.',
  ),
  unavailable: define(
    'unavailable',
    503,
    {},
    '系统正在启动或维护，请稍候再试。',
    'The system is starting or being maintained. Try again shortly.',
  ),
  unknownOperation: define(
    'unknownOperation',
    404,
    { name: 'text' },
    '没有名为“{name}”的操作，请查看接口文档。',
    'There is no operation “{name}”. See the API page.',
  ),
  fileTooLarge: define(
    'fileTooLarge',
    413,
    { limitMb: 'number' },
    '文件超过 {limitMb} MB，请拆分后再上传。',
    'The file is larger than {limitMb} MB. Split it and upload again.',
  ),
  crossSite: define(
    'crossSite',
    403,
    {},
    '请求来源不受信任，已被拒绝。请从掌柜页面内操作。',
    'The request came from another site and was refused. Use the Zhanggui pages.',
  ),

  // team
  wrongLogin: define('wrongLogin', 401, {}, '账号或密码不正确。', 'Login or password is wrong.'),
  accountFrozen: define('accountFrozen', 403, {}, '该账号已被冻结，请联系主账号。', 'This account is frozen. Contact the owner.'),
  signInBlocked: define(
    'signInBlocked',
    429,
    { minutes: 'number' },
    '尝试次数过多，请 {minutes} 分钟后再试。',
    'Too many attempts. Try again in {minutes} minutes.',
  ),
  ticketSpent: define(
    'ticketSpent',
    401,
    {},
    '登录链接已使用或已过期，请用账号密码登录。',
    'This sign-in link was used or has expired. Sign in with login and password.',
  ),
  loginTaken: define(
    'loginTaken',
    409,
    { login: 'text' },
    '账号“{login}”已被使用，请换一个。',
    'The login “{login}” is taken. Choose another.',
  ),
  loginMalformed: define(
    'loginMalformed',
    400,
    {},
    '子账号名应为“主账号:子账号”，不超过 30 个字符（汉字算 2 个），不能全是数字。',
    'A sub-account is named “main:sub”, at most 30 characters (a Chinese character counts 2), not digits only.',
  ),
  passwordWeak: define(
    'passwordWeak',
    400,
    { length: 'number' },
    '密码至少 {length} 位，请换一个更长的密码。',
    'The password needs at least {length} characters. Choose a longer one.',
  ),
  lastOwner: define(
    'lastOwner',
    409,
    {},
    '这是唯一的主账号，不能冻结或降级。',
    'This is the only owner and cannot be frozen or demoted.',
  ),
  beyondOwnRights: define(
    'beyondOwnRights',
    403,
    { permission: 'text' },
    '您自己没有“{permission}”（或其范围），不能授予他人。',
    'You do not hold “{permission}” in that scope yourself, so you cannot grant it.',
  ),
  strongerTarget: define(
    'strongerTarget',
    403,
    {},
    '对方的权限超出您的权限，您不能管理该账号。',
    'That account holds more rights than you do; you cannot manage it.',
  ),

  // shops
  unknownPlatform: define(
    'unknownPlatform',
    400,
    { platform: 'text' },
    '不支持平台“{platform}”，请从列表中选择。',
    'The platform “{platform}” is not supported. Choose one from the list.',
  ),
  shopExists: define('shopExists', 409, { name: 'text' }, '店铺“{name}”已存在。', 'The shop “{name}” exists already.'),
  shopNotAuthorised: define(
    'shopNotAuthorised',
    409,
    { shop: 'text' },
    '店铺“{shop}”尚未授权或授权已过期，请重新授权。',
    'The shop “{shop}” is not authorised or its authorisation has expired. Authorise it again.',
  ),
  notOffered: define(
    'notOffered',
    409,
    { platform: 'text', capability: 'text' },
    '平台“{platform}”不提供“{capability}”。',
    'The platform “{platform}” does not offer “{capability}”.',
  ),
  stateMismatch: define(
    'stateMismatch',
    400,
    {},
    '授权回调校验失败，请从店铺页面重新发起授权。',
    'The authorisation answer does not match a request of ours. Start again from the shop page.',
  ),

  // orders
  notAwaitingReview: define(
    'notAwaitingReview',
    409,
    { state: 'text' },
    '该包裹当前为“{state}”，不能审核。',
    'This parcel is “{state}” and cannot be reviewed.',
  ),
  parcelHeld: define('parcelHeld', 409, { reasons: 'text' }, '该包裹被挂起：{reasons}。', 'This parcel is held: {reasons}.'),
  claimedByOther: define(
    'claimedByOther',
    409,
    { name: 'text' },
    '该包裹已由 {name} 领取；如需处理请先接管。',
    '{name} has claimed this parcel. Take it over first.',
  ),
  notHeld: define('notHeld', 409, {}, '该包裹没有被人工挂起。', 'This parcel is not on hold by a person.'),
  shortStock: define(
    'shortStock',
    409,
    { sku: 'text', wanted: 'number', sellable: 'number' },
    '“{sku}”库存不足：需要 {wanted}，可售 {sellable}。请补货或拆单。',
    '“{sku}” is short: {wanted} wanted, {sellable} sellable. Restock or split the parcel.',
  ),
  goodsUnmatched: define(
    'goodsUnmatched',
    409,
    { title: 'text' },
    '商品“{title}”没有对应的商家编码，请先在商品页对应。',
    'The item “{title}” has no merchant SKU. Match it on the goods page first.',
  ),
  notMergeable: define(
    'notMergeable',
    409,
    { reason: 'text' },
    '这些包裹不能合单：{reason}。',
    'These parcels cannot be merged: {reason}.',
  ),
  notSplittable: define(
    'notSplittable',
    409,
    { reason: 'text' },
    '该包裹不能拆单：{reason}。',
    'This parcel cannot be split: {reason}.',
  ),
  alreadyShipped: define(
    'alreadyShipped',
    409,
    {},
    '该包裹已发货，不能再改。',
    'This parcel has been shipped and cannot be changed.',
  ),
  importRefused: define(
    'importRefused',
    422,
    { code: 'text', message: 'text' },
    '文件被拒绝：{message}',
    'The file was refused: {message}',
  ),
  importNotFinished: define(
    'importNotFinished',
    409,
    {},
    '导入尚未结束，请等待完成。',
    'The import has not finished yet. Wait for it.',
  ),
  viewNameTaken: define(
    'viewNameTaken',
    409,
    { name: 'text' },
    '已有名为“{name}”的视图，请换个名称。',
    'There is a view called “{name}” already. Choose another name.',
  ),

  // inventory, catalog
  skuExists: define('skuExists', 409, { code: 'text' }, '商家编码“{code}”已存在。', 'The merchant SKU “{code}” exists already.'),
  stockBelowReserved: define(
    'stockBelowReserved',
    409,
    { sku: 'text', onHand: 'number', reserved: 'number' },
    '“{sku}”实际库存不能低于已占用 {reserved}（您填的是 {onHand}）。',
    '“{sku}”: on hand cannot go below the {reserved} reserved (you gave {onHand}).',
  ),

  // fulfilment
  notApproved: define(
    'notApproved',
    409,
    { state: 'text' },
    '该包裹尚未审核通过（{state}），不能发货操作。',
    'This parcel is not approved ({state}).',
  ),
  hasWaybill: define(
    'hasWaybill',
    409,
    { number: 'text' },
    '该包裹已有面单 {number}。',
    'This parcel has the waybill {number} already.',
  ),
  noWaybill: define(
    'noWaybill',
    409,
    {},
    '该包裹还没有运单号，请先获取面单。',
    'This parcel has no waybill number yet. Get one first.',
  ),
  notPrinted: define(
    'notPrinted',
    409,
    {},
    '该包裹的面单还没有打印，请先打印。',
    'The label of this parcel has not been printed yet.',
  ),
  alreadyPrinted: define(
    'alreadyPrinted',
    409,
    {},
    '该面单已打印；如需再打请用“补打”并写明原因。',
    'This label was printed already. Use “reprint” and give a reason.',
  ),
  printPending: define('printPending', 409, {}, '该面单正在打印队列中。', 'This label is waiting in a print queue.'),
  refundAsked: define(
    'refundAsked',
    409,
    {},
    '买家已申请退款，该包裹已被拦截。',
    'The buyer asked for a refund; this parcel is stopped.',
  ),
  carrierMissing: define(
    'carrierMissing',
    409,
    {},
    '没有可用的快递账号，请先在设置中添加。',
    'There is no carrier account. Add one in the settings.',
  ),
  printerUnreachable: define(
    'printerUnreachable',
    409,
    { printer: 'text', reason: 'text' },
    '连不上打印机“{printer}”：{reason}。请检查电源与网络。',
    'Cannot reach the printer “{printer}”: {reason}. Check power and network.',
  ),
  printerExists: define('printerExists', 409, { name: 'text' }, '打印机“{name}”已存在。', 'The printer “{name}” exists already.'),
  unknownOutcome: define(
    'unknownOutcome',
    409,
    {},
    '上一次请求结果未知，系统正在向快递公司核实，请勿重复获取。',
    'The outcome of the last request is unknown; it is being checked with the carrier. Do not ask again.',
  ),
  writeBackNotFailed: define('writeBackNotFailed', 409, {}, '该回传没有失败，无需处理。', 'This write-back has not failed.'),

  // jobs
  jobNotCancellable: define(
    'jobNotCancellable',
    409,
    {},
    '该任务已结束，无法取消。',
    'This job has ended and cannot be cancelled.',
  ),
} as const satisfies Record<string, ErrorDefinition>

export type ErrorKey = keyof typeof errors
export type ErrorParams<D extends ErrorDefinition> = {
  [K in keyof D['params']]: D['params'][K] extends 'number' ? number : string
}

/** The sentence of an error in a language, with its parameters filled in. */
export function errorSentence(definition: ErrorDefinition, params: Record<string, unknown>, language: 'zh' | 'en'): string {
  return definition[language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}
