/**
 * The whole list of permissions: what exists, what it lets you do, how much harm it can do. Server, web and the generated
 * matrix read this list and nothing else. A permission that is not here does not exist. The tree is the part before the dot.
 */

/** `low` looks; `normal` does daily work; `high` moves money, rights or personal data; `system` is for machines only and can never be granted. */
export type Risk = 'low' | 'normal' | 'high' | 'system'
/** `owner`: only the owner ever holds it, no grant, role, app or token can carry it (bank, withdrawal, ownership). */
type PermissionText = { risk: Risk; held?: 'owner'; zh: string; en: string }

/** The branches of the permission tree, in the order of the menu. */
export const permissionGroups = {
  account: { zh: '自己的账号', en: 'One’s own account' },
  team: { zh: '团队', en: 'Team' },
  log: { zh: '日志', en: 'Log' },
  apps: { zh: '应用', en: 'Apps' },
  access: { zh: '授权查询', en: 'Access questions' },
  shops: { zh: '店铺', en: 'Shops' },
  intake: { zh: '抓单', en: 'Intake' },
  orders: { zh: '订单', en: 'Orders' },
  reviews: { zh: '评价', en: 'Buyers’ reviews' },
  inventory: { zh: '库存', en: 'Stock' },
  catalog: { zh: '商品', en: 'Goods' },
  fulfilment: { zh: '发货', en: 'Fulfilment' },
  afterSales: { zh: '售后', en: 'After-sales' },
  takeover: { zh: '接管', en: 'Take-over' },
  finance: { zh: '资金', en: 'Money' },
  system: { zh: '系统', en: 'System' },
} as const

export const permissions = {
  'account.self': { risk: 'low', zh: '使用自己的账号', en: 'Use one’s own account' },
  'team.view': { risk: 'low', zh: '查看员工与权限', en: 'See staff and their rights' },
  'team.manage': {
    risk: 'high',
    zh: '管理员工：新建、邀请、冻结、重置密码',
    en: 'Manage staff: create, invite, freeze, reset passwords',
  },
  'team.grant': { risk: 'high', zh: '授予和收回角色', en: 'Grant and withdraw roles' },
  'apps.view': { risk: 'low', zh: '查看应用', en: 'See apps' },
  'apps.manage': { risk: 'high', zh: '管理应用：安装、开通、停用', en: 'Manage apps: install, switch on, suspend' },
  'apps.tokens': { risk: 'high', zh: '创建自己的接口令牌', en: 'Make API tokens of one’s own' },
  'team.roles': { risk: 'high', zh: '编辑自定义角色', en: 'Edit custom roles' },
  'team.departments': { risk: 'high', zh: '管理部门', en: 'Manage departments' },
  'team.settings': { risk: 'high', zh: '团队与安全设置', en: 'Team and security settings' },
  'team.ownership': { risk: 'high', held: 'owner', zh: '主账号归属', en: 'Ownership' },
  'log.view': { risk: 'normal', zh: '查看操作日志', en: 'Read the log' },
  'access.ask': {
    risk: 'normal',
    zh: '查询他人能否操作（供外部系统）',
    en: 'Ask what others may do (for other systems)',
  },
  'shops.view': { risk: 'low', zh: '查看店铺', en: 'See shops' },
  'shops.manage': { risk: 'high', zh: '管理店铺与授权', en: 'Manage shops and their authorisation' },
  'intake.view': { risk: 'low', zh: '查看抓单情况', en: 'See order intake' },
  'intake.manage': { risk: 'normal', zh: '立即抓单、重放隔离消息', en: 'Pull now, replay quarantined messages' },
  'orders.view': { risk: 'low', zh: '查看订单与包裹', en: 'See orders and parcels' },
  'orders.viewReceiver': { risk: 'high', zh: '查看收件人明文', en: 'See receivers in plain text' },
  'orders.export': { risk: 'high', zh: '导出订单', en: 'Export orders' },
  'orders.summary': { risk: 'normal', zh: '查看订单汇总', en: 'See order totals' },
  'orders.review': { risk: 'normal', zh: '审单：领单、通过、挂起、解挂', en: 'Review: claim, approve, hold, release' },
  'orders.reviewForced': { risk: 'high', zh: '强制审核通过', en: 'Approve against a hold' },
  'orders.arrange': { risk: 'normal', zh: '合单、拆单与分仓', en: 'Merge, split and move parcels to another warehouse' },
  'orders.note': { risk: 'normal', zh: '修改备注与旗标', en: 'Edit notes and flags' },
  'orders.import': { risk: 'normal', zh: '导入订单文件', en: 'Import order files' },
  'orders.settings': { risk: 'high', zh: '审单设置', en: 'Review settings' },
  'reviews.view': { risk: 'low', zh: '查看评价', en: 'See buyers’ reviews' },
  'reviews.reply': { risk: 'normal', zh: '回复评价', en: 'Reply to buyers’ reviews' },
  'inventory.view': { risk: 'low', zh: '查看库存', en: 'See stock' },
  'inventory.adjust': { risk: 'normal', zh: '调整库存', en: 'Adjust stock' },
  'catalog.view': { risk: 'low', zh: '查看商品', en: 'See goods' },
  'catalog.manage': { risk: 'normal', zh: '管理商品', en: 'Manage goods' },
  'fulfilment.view': { risk: 'low', zh: '查看发货工位', en: 'See fulfilment stations' },
  'fulfilment.waybill': { risk: 'normal', zh: '获取和作废面单', en: 'Get and void waybills' },
  'fulfilment.print': { risk: 'normal', zh: '打印面单', en: 'Print labels' },
  'fulfilment.reprint': { risk: 'normal', zh: '补打面单', en: 'Reprint labels' },
  'fulfilment.ship': { risk: 'normal', zh: '发货', en: 'Ship' },
  'fulfilment.retryWriteBack': { risk: 'normal', zh: '重试发货回传', en: 'Retry write-backs' },
  'fulfilment.traceExceptions': { risk: 'normal', zh: '处理物流异常', en: 'Settle exceptions of parcels on their way' },
  'fulfilment.settings': { risk: 'high', zh: '快递与打印机设置', en: 'Carrier and printer settings' },
  'afterSales.view': { risk: 'low', zh: '查看售后单', en: 'See after-sales cases' },
  'afterSales.decide': {
    risk: 'high',
    zh: '处理售后：同意或拒绝退款退货',
    en: 'Decide after-sales: agree to or refuse refunds and returns',
  },
  'takeover.claims': { risk: 'normal', zh: '接管他人领取的单', en: 'Take over claims of others' },
  'finance.bank': { risk: 'high', held: 'owner', zh: '收款银行账户', en: 'Bank account' },
  'finance.withdraw': { risk: 'high', held: 'owner', zh: '提现', en: 'Withdrawal' },
  'system.jobs': { risk: 'system', zh: '系统任务', en: 'System jobs' },
} as const satisfies Record<`${keyof typeof permissionGroups}.${string}`, PermissionText>

export type Permission = keyof typeof permissions
export const permissionCodes = Object.keys(permissions) as Permission[]
const textOf = (permission: Permission): PermissionText => permissions[permission]
/** What the owner holds: everything that is not reserved for machines. */
export const ownerPermissions = permissionCodes.filter((code) => textOf(code).risk !== 'system')
/** What a role, and so anybody but the owner, can carry. */
export const grantablePermissions = ownerPermissions.filter((code) => textOf(code).held !== 'owner')

type RoleText = { zh: string; en: string; permissions: readonly Permission[] }
const looking = ['account.self', 'orders.view', 'catalog.view', 'inventory.view', 'shops.view'] as const satisfies Permission[]

/** Built-in roles of a shop team; nobody edits them. The owner holds everything and needs no grant. */
export const builtInRoles = {
  administrator: { zh: '管理员', en: 'Administrator', permissions: grantablePermissions },
  supervisor: {
    zh: '主管',
    en: 'Supervisor',
    permissions: [
      ...looking,
      'team.view',
      'team.manage',
      'team.grant',
      'team.roles',
      'team.departments',
      'log.view',
      'intake.view',
      'intake.manage',
      'orders.summary',
      'orders.export',
      'orders.review',
      'orders.reviewForced',
      'orders.arrange',
      'orders.note',
      'orders.import',
      'orders.viewReceiver',
      'fulfilment.view',
      'fulfilment.retryWriteBack',
      'fulfilment.traceExceptions',
      'afterSales.view',
      'afterSales.decide',
      'takeover.claims',
      'reviews.view',
      'reviews.reply',
    ],
  },
  preSaleService: { zh: '售前客服', en: 'Pre-sale service', permissions: [...looking, 'reviews.view'] },
  inSaleService: {
    zh: '售中客服',
    en: 'In-sale service',
    permissions: [...looking, 'orders.note', 'orders.viewReceiver', 'afterSales.view', 'reviews.view'],
  },
  afterSaleService: {
    zh: '售后客服',
    en: 'After-sale service',
    permissions: [
      ...looking,
      'orders.note',
      'orders.viewReceiver',
      'fulfilment.view',
      'fulfilment.traceExceptions',
      'afterSales.view',
      'afterSales.decide',
      'reviews.view',
      'reviews.reply',
    ],
  },
  temporaryService: { zh: '临时客服', en: 'Temporary service', permissions: ['account.self', 'orders.view', 'catalog.view'] },
  orderReviewer: {
    zh: '审单员',
    en: 'Order reviewer',
    permissions: [...looking, 'intake.view', 'orders.review', 'orders.arrange', 'orders.note', 'orders.import'],
  },
  warehouseKeeper: {
    zh: '仓管',
    en: 'Warehouse keeper',
    permissions: [
      ...looking,
      'inventory.adjust',
      'fulfilment.view',
      'fulfilment.waybill',
      'fulfilment.print',
      'fulfilment.reprint',
      'fulfilment.ship',
      'fulfilment.retryWriteBack',
      'fulfilment.traceExceptions',
    ],
  },
  marketer: {
    zh: '运营推广',
    en: 'Marketer',
    permissions: ['account.self', 'catalog.view', 'shops.view', 'orders.summary', 'reviews.view', 'reviews.reply'],
  },
  designer: { zh: '美工', en: 'Designer', permissions: ['account.self', 'catalog.view', 'catalog.manage'] },
} as const satisfies Record<string, RoleText>
export type BuiltInRole = keyof typeof builtInRoles
export const isBuiltInRole = (role: string): role is BuiltInRole => Object.hasOwn(builtInRoles, role)
