import { Alert, App, Button, Card, Flex, Form, InputNumber, Select, Skeleton, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewSettings } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import './settings.css'

/** Money fields are typed in yuan. */
type Fields = Omit<ReviewSettings, 'minLinePriceFen' | 'maxPaidFen'> & { minLinePrice: number; maxPaid: number }

/** When orders of a shop are approved by themselves, and what must be looked at by a person. */
export function ReviewSettingsOfShop() {
  const { t } = useTranslation()
  const may = useMay()
  const { rows } = useShops()
  const shops = rows.filter((shop) => may('orders.settings', shop.shopId))
  const [chosen, setChosen] = useState<string | null>(null)
  const shopId = chosen ?? shops[0]?.shopId
  if (!shopId) return <EmptyList title={t('settings.noShops')} hint={t('settings.noShopsHint')} />
  return (
    <Flex vertical gap={16} className="settings-column">
      <Flex gap={8} align="center">
        {t('shared.shop')}
        <Select
          value={shopId}
          onChange={setChosen}
          style={{ minWidth: 220 }}
          options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
        />
      </Flex>
      <ShopReviewSettings key={shopId} shopId={shopId} />
    </Flex>
  )
}

function ShopReviewSettings({ shopId }: { shopId: string }) {
  const query = useOperation('orders.readReviewSettings', { shopId })
  if (query.error) return <Alert type="error" showIcon title={sentenceOf(query.error)} />
  if (!query.data) return <Skeleton active />
  return <ReviewForm key={query.data.version} shopId={shopId} version={query.data.version} settings={query.data.settings} />
}

function fieldsOf({ minLinePriceFen, maxPaidFen, ...rest }: ReviewSettings): Fields {
  return { ...rest, minLinePrice: minLinePriceFen / 100, maxPaid: maxPaidFen / 100 }
}

function settingsOf({ minLinePrice, maxPaid, ...rest }: Fields): ReviewSettings {
  return { ...rest, minLinePriceFen: Math.round(minLinePrice * 100), maxPaidFen: Math.round(maxPaid * 100) }
}

function ReviewForm({ shopId, version, settings }: { shopId: string; version: number; settings: ReviewSettings }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const save = useCommand('orders.saveReviewSettings', { onDone: () => void message.success(t('shared.saved')) })
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={fieldsOf(settings)}
      onFinish={(fields) => save.mutate({ shopId, version, settings: settingsOf(fields) })}
    >
      <Flex vertical gap={16}>
        <AutomaticCard />
        <HoldCard />
        <Button type="primary" htmlType="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
          {t('shared.save')}
        </Button>
      </Flex>
    </Form>
  )
}

function AutomaticCard() {
  const { t } = useTranslation()
  return (
    <Card size="small" title={t('settings.automaticTitle')}>
      <SwitchLine name="automatic" label={t('settings.automatic')} hint={t('settings.automaticHint')} />
      <Form.Item name="bufferMinutes" label={t('settings.buffer')} extra={t('settings.bufferHint')} rules={[{ required: true }]}>
        <InputNumber min={0} max={240} precision={0} suffix={t('settings.minutes')} style={{ width: 160 }} />
      </Form.Item>
    </Card>
  )
}

function HoldCard() {
  const { t } = useTranslation()
  const needed = [{ required: true }]
  return (
    <Card size="small" title={t('settings.holdTitle')}>
      <SwitchLine name="holdOnBuyerNote" label={t('settings.holdOnBuyerNote')} />
      <SwitchLine name="holdOnSellerMemo" label={t('settings.holdOnSellerMemo')} />
      <SwitchLine name="holdMergeable" label={t('settings.holdMergeable')} hint={t('settings.holdMergeableHint')} />
      <Form.Item name="minLinePrice" label={t('settings.minLinePrice')} extra={t('settings.minLinePriceHint')} rules={needed}>
        <InputNumber min={0} precision={2} prefix="¥" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="maxPaid" label={t('settings.maxPaid')} rules={needed}>
        <InputNumber min={0} precision={2} prefix="¥" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="maxPieces" label={t('settings.maxPieces')} rules={needed}>
        <InputNumber min={1} max={10_000} precision={0} suffix={t('settings.pieces')} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="watchedWords" label={t('settings.watchedWords')} extra={t('settings.watchedWordsHint')}>
        <Select mode="tags" maxCount={200} open={false} tokenSeparators={[',', '，', '、', ' ']} suffixIcon={null} />
      </Form.Item>
    </Card>
  )
}

function SwitchLine({ name, label, hint }: { name: string; label: ReactNode; hint?: string }) {
  return (
    <div className="switch-line">
      <Form.Item name={name} valuePropName="checked" noStyle>
        <Switch id={name} />
      </Form.Item>
      <label htmlFor={name}>
        {label}
        {hint ? <small>{hint}</small> : null}
      </label>
    </div>
  )
}
