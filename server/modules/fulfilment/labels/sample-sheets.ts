/** Made-up parcels for tests, the benchmark and the pictures in the manual. Nobody named here exists. */
import type { LabelSheet, PickList } from './label-sheet.ts'

const FAMILY = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']
const GIVEN = ['样例', '测试', '子虚', '乌有', '无名', '示范', '某某', '假想']
const PLACES = [
  ['浙江省', '杭州市', '西湖区', '样板街道示范路'],
  ['广东省', '深圳市', '南山区', '虚构科技园南区'],
  ['四川省', '成都市', '武侯区', '想象大道北段'],
  ['江苏省', '苏州市', '工业园区', '无名湖街道'],
  ['内蒙古自治区', '呼和浩特市', '赛罕区', '假想南街'],
] as const
const GOODS = [
  ['纯棉圆领短袖T恤 男女同款', '白色;XL', 'TS-W-XL'],
  ['陶瓷马克杯 带盖带勺 350ml', '雾蓝', 'MUG-B350'],
  ['手工坚果麦片 早餐代餐 500g', '原味', 'CRL-500'],
  ['儿童雨靴 防滑 EVA', '黄色;28码', 'BOOT-Y28'],
  ['桂花乌龙茶 独立茶包 20袋', '礼盒装', 'TEA-GH20'],
] as const
const NOTES = ['', '请尽快发货，谢谢', '', '不要放快递柜，送货上门', '生日礼物，请不要放价格单']

const at = <T>(list: readonly [T, ...T[]] | readonly T[], k: number): T => list[k % list.length] as T

export function sampleSheet(k: number): LabelSheet {
  const [province, city, district, street] = at(PLACES, k)
  const item = (n: number) => {
    const [title, variant, sku] = at(GOODS, n)
    return { title, variant, sku, quantity: 1 + (n % 3) }
  }
  return {
    carrierName: '圆通速递',
    productName: '标准快递',
    waybillNumber: `YT${String(7_700_000_000_000 + k * 7919)}`,
    routeCode: `${300 + (k % 600)}-${String.fromCharCode(65 + (k % 26))}${10 + (k % 80)}-${String(k % 1000).padStart(3, '0')} 08`,
    sortedAt: '2026-11-22T10:00:00Z',
    receiver: {
      name: `${at(FAMILY, k)}${at(GIVEN, k * 3)}`,
      phone: '138****0000',
      province,
      city,
      district,
      address: `${street}${1 + (k % 300)}号${1 + (k % 20)}栋${1 + (k % 30)}0${1 + (k % 4)}室`,
    },
    sender: {
      name: '云上样例店',
      phone: '400-000-0000',
      province: '浙江省',
      city: '金华市',
      district: '义乌市',
      address: '示范街道电商产业园 8 号楼 2 层',
    },
    items: Array.from({ length: 1 + (k % 3) }, (_, n) => item(k + n)),
    orders: [
      {
        orderNumber: String(2_026_112_200_000_000 + k * 31),
        buyerNote: at(NOTES, k),
        sellerMemo: k % 4 === 0 ? '老客户，多放一份赠品' : '',
        sellerFlag: k % 4 === 0 ? 1 : 0,
      },
    ],
    parcel: { number: 1, count: 1 },
    pieceCount: 1,
    weightGrams: 640 + (k % 50) * 10,
    shopName: '云上样例店',
    printedAt: '2026-11-22T10:05:09Z',
    reprintNumber: 0,
  }
}

/** Two orders of one buyer in one parcel, printed for the second time. */
export function mergedSheet(): LabelSheet {
  const sheet = sampleSheet(0)
  return {
    ...sheet,
    items: [...sheet.items, ...sampleSheet(2).items],
    orders: [
      {
        orderNumber: '2026112200004711',
        buyerNote: '请尽快发货，不要放快递柜',
        sellerMemo: '老客户，多放一份赠品',
        sellerFlag: 1,
      },
      { orderNumber: '2026112200004830', buyerNote: '杯子要仔细包好，上次碎了一个', sellerMemo: '', sellerFlag: 0 },
    ],
    parcel: { number: 1, count: 2 },
    reprintNumber: 1,
  }
}

/** Everything too long at once, with rare characters, emoji and foreign scripts. */
export function overfullSheet(): LabelSheet {
  const sheet = mergedSheet()
  return {
    ...sheet,
    receiver: {
      ...sheet.receiver,
      name: '𠮷野家👨‍👩‍👧‍👦·Абдул العربية 试样'.repeat(3),
      phone: '138****0000 转 0000',
      address: `${'很长的街道名称第一百二十三号大厦'.repeat(9)} Building No. 12345 ${'W'.repeat(60)}`,
    },
    items: Array.from({ length: 60 }, (_, k) => ({ ...at(sampleSheet(k).items, 0), quantity: k + 1 })),
    orders: Array.from({ length: 12 }, (_, k) => ({
      orderNumber: `20261122000${48_300 + k}`,
      buyerNote: `第${k + 1}单：${'请务必在周五之前送到，'.repeat(3)}谢谢😀`,
      sellerMemo: `已核对第${k + 1}单地址`,
      sellerFlag: k % 6,
    })),
  }
}

export function samplePickList(rowCount: number): PickList {
  return {
    pickListNumber: 'PK20261122-0007',
    warehouseName: '样例仓',
    pickerName: '测试员',
    parcelCount: Math.ceil(rowCount / 2),
    rows: Array.from({ length: rowCount }, (_, k) => {
      const [title, variant, sku] = at(GOODS, k)
      return {
        location: `A-${String(1 + Math.floor(k / 4)).padStart(2, '0')}-${1 + (k % 4)}`,
        sku,
        title,
        variant,
        quantity: 1 + (k % 7),
        parcels: [{ number: `P-${String(1001 + k)}`, quantity: 1 + (k % 7) }],
      }
    }),
    printedAt: '2026-11-22T10:05:09Z',
    reprintNumber: 0,
  }
}
