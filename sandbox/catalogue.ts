/** The goods every sandbox shop sells: a small clothing and household range with the codes a warehouse would use. */
export type CatalogueItem = { merchantSku: string; title: string; variant: string; priceFen: number }

type Product = { code: string; title: string; priceFen: number; variants: Record<string, string> }

const products: Product[] = [
  {
    code: 'TEE',
    title: '重磅纯棉短袖T恤 男女同款 宽松圆领',
    priceFen: 7900,
    variants: {
      'WH-M': '颜色:白色;尺码:M',
      'WH-L': '颜色:白色;尺码:L',
      'BK-M': '颜色:黑色;尺码:M',
      'BK-L': '颜色:黑色;尺码:L',
      'GY-XL': '颜色:雾灰;尺码:XL',
    },
  },
  {
    code: 'HOOD',
    title: '加绒连帽卫衣 秋冬加厚情侣外套',
    priceFen: 15900,
    variants: { 'NV-M': '颜色:藏青;尺码:M', 'NV-L': '颜色:藏青;尺码:L', 'OT-M': '颜色:燕麦;尺码:M', 'OT-L': '颜色:燕麦;尺码:L' },
  },
  {
    code: 'JEAN',
    title: '高腰直筒牛仔裤 显瘦百搭长裤',
    priceFen: 12900,
    variants: {
      '26': '颜色:复古蓝;尺码:26',
      '27': '颜色:复古蓝;尺码:27',
      '28': '颜色:复古蓝;尺码:28',
      '29': '颜色:复古蓝;尺码:29',
    },
  },
  {
    code: 'SOCK',
    title: '精梳棉中筒袜 吸汗防臭 5双装',
    priceFen: 2990,
    variants: { BK5: '颜色:黑色;规格:5双', WH5: '颜色:白色;规格:5双', MIX5: '颜色:混色;规格:5双' },
  },
  {
    code: 'CAP',
    title: '软顶棒球帽 遮阳水洗做旧',
    priceFen: 3900,
    variants: { BK: '颜色:黑色', KH: '颜色:卡其', GN: '颜色:墨绿' },
  },
  {
    code: 'BAG',
    title: '大容量帆布单肩包 通勤托特包',
    priceFen: 5900,
    variants: { BG: '颜色:米白', BK: '颜色:黑色', BR: '颜色:焦糖' },
  },
  {
    code: 'CUP',
    title: '316不锈钢保温杯 便携弹盖 480ml',
    priceFen: 8900,
    variants: { WH: '颜色:珍珠白', GN: '颜色:松石绿', PK: '颜色:樱花粉' },
  },
  {
    code: 'TOWEL',
    title: '新疆长绒棉毛巾 加厚洗脸家用',
    priceFen: 1990,
    variants: { GY1: '颜色:浅灰;规格:1条', GY3: '颜色:浅灰;规格:3条', BL3: '颜色:雾蓝;规格:3条' },
  },
  { code: 'LAMP', title: '护眼台灯 充电插电两用 宿舍学习', priceFen: 9900, variants: { WH: '颜色:白色', BK: '颜色:黑色' } },
  { code: 'TEA', title: '明前龙井绿茶 豆香型 罐装', priceFen: 16800, variants: { '100G': '净含量:100g', '250G': '净含量:250g' } },
  { code: 'NUT', title: '每日坚果混合装 30包礼盒', priceFen: 8800, variants: { '30': '规格:30包', '15': '规格:15包' } },
  { code: 'SOAP', title: '山茶花手工皂 洁面沐浴两用', priceFen: 2590, variants: { '1': '规格:1块', '3': '规格:3块' } },
  {
    code: 'PEN',
    title: '按动中性笔 0.5mm 学生办公',
    priceFen: 1290,
    variants: { BK12: '颜色:黑色;规格:12支', RD12: '颜色:红色;规格:12支' },
  },
  { code: 'CASE', title: '磨砂防摔手机壳 全包镜头', priceFen: 2900, variants: { BK: '颜色:黑色', BL: '颜色:远峰蓝' } },
]

/** All SKUs of the sandbox; `merchantSku` is what arrives as `outer_sku_id`. Prices in fen. */
export const sandboxCatalogue: readonly CatalogueItem[] = products.flatMap((product) =>
  Object.entries(product.variants).map(([suffix, variant]) => ({
    merchantSku: `${product.code}-${suffix}`,
    title: product.title,
    variant,
    priceFen: product.priceFen,
  })),
)

/** Ids on the platforms. Goods outside the catalogue share the ids of place 0. */
export function platformIdsOf(merchantSku: string): { itemId: string; skuId: string } {
  const skuPlace = sandboxCatalogue.findIndex((item) => item.merchantSku === merchantSku) + 1
  const itemPlace = skuPlace === 0 ? 0 : products.findIndex(({ code }) => code === productCodeOf(merchantSku)) + 1
  return { itemId: String(610_000_000_000 + itemPlace * 17), skuId: String(5_100_000_000_000 + skuPlace * 31) }
}

export const productCodeOf = (merchantSku: string): string => merchantSku.split('-')[0] ?? ''
