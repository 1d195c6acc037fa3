/** Invented people and real towns for orders. Street names exist in many towns; the house numbers are made up. */
import type { Random } from './random.ts'

type Place = { province: string; city: string; district: string; town: string; zip: string }
export type Receiver = Place & { name: string; phone: string; address: string }
export type Buyer = { nick: string; openUid: string; receiver: Receiver }

const places: readonly Place[] = [
  { province: '浙江省', city: '杭州市', district: '余杭区', town: '仓前街道', zip: '311121' },
  { province: '浙江省', city: '宁波市', district: '鄞州区', town: '首南街道', zip: '315100' },
  { province: '江苏省', city: '苏州市', district: '吴中区', town: '木渎镇', zip: '215101' },
  { province: '江苏省', city: '南京市', district: '江宁区', town: '秣陵街道', zip: '211100' },
  { province: '上海', city: '上海市', district: '闵行区', town: '莘庄镇', zip: '201100' },
  { province: '北京', city: '北京市', district: '朝阳区', town: '望京街道', zip: '100102' },
  { province: '广东省', city: '广州市', district: '天河区', town: '石牌街道', zip: '510630' },
  { province: '广东省', city: '深圳市', district: '南山区', town: '粤海街道', zip: '518057' },
  { province: '四川省', city: '成都市', district: '武侯区', town: '桂溪街道', zip: '610041' },
  { province: '湖北省', city: '武汉市', district: '洪山区', town: '关山街道', zip: '430074' },
  { province: '湖南省', city: '长沙市', district: '岳麓区', town: '望月湖街道', zip: '410006' },
  { province: '河南省', city: '郑州市', district: '金水区', town: '未来路街道', zip: '450008' },
  { province: '山东省', city: '青岛市', district: '崂山区', town: '中韩街道', zip: '266061' },
  { province: '陕西省', city: '西安市', district: '雁塔区', town: '电子城街道', zip: '710065' },
  { province: '福建省', city: '厦门市', district: '湖里区', town: '江头街道', zip: '361006' },
  { province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区', town: '新华南路街道', zip: '830002' },
  /** A county run directly by its province: the platform leaves the city empty. */
  { province: '海南省', city: '', district: '琼海市', town: '嘉积镇', zip: '571400' },
]
const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗'
const givenNames = [
  '伟',
  '芳',
  '娜',
  '静',
  '敏',
  '磊',
  '洋',
  '艳',
  '杰',
  '娟',
  '涛',
  '明',
  '子涵',
  '雨桐',
  '浩然',
  '思远',
  '佳怡',
  '俊熙',
  '晓燕',
  '志强',
  '建国',
  '梦琪',
]
const streets = [
  '文一西路',
  '人民路',
  '中山北路',
  '解放大道',
  '科技园路',
  '建设街',
  '学院路',
  '滨河路',
  '新华街',
  '花园路',
  '长江路',
  '幸福巷',
]
const estates = [
  '绿城春江花园',
  '万科城市之光',
  '金地自在城',
  '阳光家园',
  '翠湖小区',
  '龙湖天街公寓',
  '软件园创业大厦',
  '师范学院宿舍',
]
const notes = [
  '请尽快发货，谢谢',
  '发顺丰，运费可以补',
  '送人的，请不要放价格单',
  '麻烦包装严实一点',
  '周末才有人收货',
  '请放菜鸟驿站',
  '要黑色的，别发错了',
  '到了打电话，不要放门口',
]
const nickHeads = ['小鱼', '阿树', '晴天', '北岸', '橘子', '云朵', '山茶', '半夏', '木木', '星野', '豆豆', '南风']
const mobileHeads = ['130', '135', '136', '138', '139', '150', '158', '177', '186', '189']

export function makeReceiver(random: Random): Receiver {
  const surname = surnames.charAt(random.below(surnames.length))
  const building = `${random.below(30) + 1}幢${random.below(4) + 1}单元${random.below(28) + 1}0${random.below(4) + 1}室`
  return {
    ...random.pick(places),
    name: surname + random.pick(givenNames),
    phone: random.pick(mobileHeads) + random.digits(8),
    address: `${random.pick(streets)}${random.below(900) + 1}号${random.pick(estates)}${building}`,
  }
}

export function makeBuyer(random: Random): Buyer {
  return {
    nick: `${random.pick(nickHeads)}${random.digits(5)}`,
    openUid: `AAE${random.digits(20)}`,
    receiver: makeReceiver(random),
  }
}

export function makeBuyerNote(random: Random): string {
  return random.pick(notes)
}

/** 张三 → 张*, 欧阳修文 → 欧***. */
export function maskName(name: string): string {
  return name.slice(0, 1) + '*'.repeat(Math.max(1, name.length - 1))
}

/** 13812341234 → 138****1234. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** Street and house number disappear; the first two characters stay, as on the platform's own pages. */
export function maskAddress(address: string): string {
  return `${address.slice(0, 2)}****`
}
