import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Looks as typed so far when Enter is pressed or the cross is clicked. */
export function SearchField({
  value,
  placeholder,
  onSearch,
}: {
  value: string | undefined
  placeholder: string
  onSearch: (search: string) => void
}) {
  const [typed, setTyped] = useState(value ?? '')
  const [shown, setShown] = useState(value)
  // Another search came in through the address.
  if (shown !== value) {
    setShown(value)
    setTyped(value ?? '')
  }
  return (
    <Input.Search
      allowClear
      className="filter-search"
      value={typed}
      placeholder={placeholder}
      aria-label={placeholder}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(search) => onSearch(search.trim())}
    />
  )
}

const PROVINCES =
  '北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾'.split(
    ' ',
  )
const SUFFIXES: Record<string, string> = {
  北京: '市',
  天津: '市',
  上海: '市',
  重庆: '市',
  内蒙古: '自治区',
  广西: '壮族自治区',
  西藏: '自治区',
  宁夏: '回族自治区',
  新疆: '维吾尔自治区',
  香港: '特别行政区',
  澳门: '特别行政区',
}

export function ProvinceSelect({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (province: string | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <Select
      allowClear
      showSearch
      style={{ width: 130 }}
      popupMatchSelectWidth={180}
      placeholder={t('orders.province')}
      aria-label={t('orders.province')}
      value={value ?? null}
      onChange={(province) => onChange(province ?? undefined)}
      options={PROVINCES.map((name) => ({
        value: `${name}${SUFFIXES[name] ?? '省'}`,
        label: `${name}${SUFFIXES[name] ?? '省'}`,
      }))}
    />
  )
}

type Range = { createdFrom?: string | undefined; createdTo?: string | undefined }

/** Whole days of the reader's clock as two moments. */
export function DayRange({ value, onChange }: { value: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation()
  return (
    <DatePicker.RangePicker
      style={{ width: 250 }}
      allowEmpty={[true, true]}
      placeholder={[t('orders.from'), t('orders.to')]}
      value={[value.createdFrom ? dayjs(value.createdFrom) : null, value.createdTo ? dayjs(value.createdTo) : null]}
      onChange={(range) =>
        onChange({
          createdFrom: range?.[0]?.startOf('day').toISOString(),
          createdTo: range?.[1]?.endOf('day').toISOString(),
        })
      }
    />
  )
}

/** Drops what is not given, so that the address stays short. */
export function given<T extends object>(filters: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as T
}
