import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Collapse, Flex, Input, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { permissionName, sentenceOf } from '#web/shared/sentence.ts'
import { Loading } from '../loading.tsx'
import { type DocumentedOperation, openApiQuery, type Schema } from './openapi.ts'
import { SchemaTree } from './schema-tree.tsx'
import './api-page.css'

/** The list of operations as the server describes it, made readable. */
export function ApiPage() {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const query = useQuery(openApiQuery)
  const found = (query.data?.operations ?? []).filter(({ name, permission }) =>
    `${name} ${permission}`.toLowerCase().includes(words.trim().toLowerCase()),
  )
  return (
    <>
      <PageTitle
        title={t('apiPage.title')}
        hint={t('apiPage.hint')}
        actions={
          <Button icon={<DownloadOutlined />} href="/api/openapi.json" download>
            {t('apiPage.openapi')}
          </Button>
        }
      />
      <Alert type="info" title={t('apiPage.how')} description={t('apiPage.howText')} style={{ marginBottom: 12 }} />
      <Input
        allowClear
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder={t('apiPage.search')}
        style={{ maxWidth: 360, marginBottom: 12 }}
      />
      {query.isLoading && <Loading />}
      {query.error && <Alert type="error" title={sentenceOf(query.error)} />}
      {query.data && found.length === 0 && <EmptyList title={t('apiPage.none')} hint={t('apiPage.noneHint')} />}
      {found.length > 0 && <OperationList operations={found} schemas={query.data?.schemas ?? {}} />}
    </>
  )
}

function OperationList({ operations, schemas }: { operations: DocumentedOperation[]; schemas: Record<string, Schema> }) {
  return (
    <Collapse
      items={operations.map((operation) => ({
        key: operation.name,
        label: <OperationLabel operation={operation} />,
        children: <OperationDetail operation={operation} schemas={schemas} />,
      }))}
    />
  )
}

function OperationLabel({ operation }: { operation: DocumentedOperation }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Flex gap={8} wrap align="center">
      <Typography.Text code>{operation.name}</Typography.Text>
      <Tag>{operation.permission ? permissionName(operation.permission, language) : t('apiPage.public')}</Tag>
    </Flex>
  )
}

function OperationDetail({ operation, schemas }: { operation: DocumentedOperation; schemas: Record<string, Schema> }) {
  const { t } = useTranslation()
  return (
    <>
      {operation.summary && operation.summary !== operation.name ? <p>{operation.summary}</p> : null}
      <div className="schema-columns">
        <section>
          <Typography.Text strong>{t('apiPage.input')}</Typography.Text>
          <SchemaTree schema={operation.input} schemas={schemas} />
        </section>
        <section>
          <Typography.Text strong>{t('apiPage.output')}</Typography.Text>
          <SchemaTree schema={operation.output} schemas={schemas} />
        </section>
      </div>
    </>
  )
}
