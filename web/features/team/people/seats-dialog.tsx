import { App, Button, DatePicker, Flex, Form, Input, InputNumber, Modal, Select, Typography } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import type { InputOf } from '#web/shared/api.ts'
import { useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { PackTag, type Seats } from './pack-tag.tsx'

type Level = InputOf<'team.setShopLevel'>['level']
const LEVELS: Level[] = ['heart', 'diamond', 'crown', 'redCrown', 'tmall']

/** The level of the shop, which brings seats, and packs that add to them. */
export function SeatsDialog({ seats, onClose }: { seats: Seats; onClose: () => void }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  return (
    <Modal open title={t('people.seats.manage')} onCancel={onClose} footer={null} width={520}>
      <Flex vertical gap={20}>
        <Typography.Text>
          {t('people.seats.taken', { taken: seats.taken, seats: seats.seats })} ·{' '}
          <span className="faint">{t('people.seats.free')}</span>
        </Typography.Text>
        {mayCall('team.setShopLevel') && <LevelForm level={seats.level as Level} />}
        <section>
          <Typography.Title level={5}>{t('people.seats.packs')}</Typography.Title>
          <Flex gap={6} wrap>
            {seats.packs.map((pack) => (
              <PackTag key={`${pack.source}-${pack.validUntil}`} pack={pack} />
            ))}
            {seats.packs.length === 0 && <span className="faint">{t('people.seats.noPacks')}</span>}
          </Flex>
        </section>
        {mayCall('team.addSeatPack') && <PackForm />}
      </Flex>
    </Modal>
  )
}

function LevelForm({ level }: { level: Level }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const set = useCommand('team.setShopLevel', {
    onDone: ({ seats, frozen, voided }) => {
      const isQuiet = frozen.length + voided.length === 0
      const text = isQuiet
        ? t('people.seats.levelSet', { n: seats })
        : t('people.seats.levelEvicted', { n: seats, frozen: frozen.length, voided: voided.length })
      void message[isQuiet ? 'success' : 'warning'](text, isQuiet ? undefined : 8)
    },
  })
  return (
    <Form<{ level: Level }> key={level} layout="vertical" initialValues={{ level }} onFinish={(fields) => set.mutate(fields)}>
      <Form.Item label={t('people.seats.level')} extra={t('people.seats.levelHint')} style={{ marginBottom: 0 }}>
        <Flex gap={8}>
          <Form.Item name="level" noStyle>
            <Select
              aria-label={t('people.seats.level')}
              style={{ width: 160 }}
              options={LEVELS.map((value) => ({ value, label: t(`people.seats.levels.${value}`) }))}
            />
          </Form.Item>
          <Button htmlType="submit" loading={set.isPending}>
            {t('people.seats.setLevel')}
          </Button>
        </Flex>
      </Form.Item>
    </Form>
  )
}

type PackFields = { name: string; seats: number; until?: dayjs.Dayjs | null }
function PackForm() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const rules = useRequired()
  const [form] = Form.useForm<PackFields>()
  const add = useCommand('team.addSeatPack', {
    onDone: ({ seats }) => {
      void message.success(t('people.seats.packAdded', { n: seats }))
      form.resetFields()
    },
  })
  return (
    <Form<PackFields>
      form={form}
      layout="vertical"
      onFinish={({ name, seats, until }) => add.mutate({ name, seats, validUntil: until?.endOf('day').toISOString() ?? null })}
    >
      <div className="seats-pack">
        <Form.Item name="name" label={t('people.seats.packName')} rules={rules}>
          <Input maxLength={40} placeholder={t('people.seats.packNameHint')} />
        </Form.Item>
        <Form.Item name="seats" label={t('people.seats.packSeats')} rules={[{ required: true, message: t('shared.required') }]}>
          <InputNumber min={1} max={20_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="until" label={t('people.seats.packUntil')}>
          <DatePicker minDate={dayjs()} placeholder={t('people.seats.forGood')} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={add.isPending}>
        {t('people.seats.addPack')}
      </Button>
    </Form>
  )
}
