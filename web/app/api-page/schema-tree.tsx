import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schema } from './openapi.ts'

type Schemas = Record<string, Schema>

/** A schema as an indented list of fields: name, type, whether it may be left out. */
export function SchemaTree({ schema, schemas }: { schema: Schema | undefined; schemas: Schemas }) {
  const { t } = useTranslation()
  const own = schema && resolve(schema, schemas)
  if (!own || (own.type === 'object' && Object.keys(own.properties ?? {}).length === 0)) {
    return <Typography.Text type="secondary">{t('apiPage.nothing')}</Typography.Text>
  }
  return <Fields schema={own} schemas={schemas} depth={0} />
}

function Fields({ schema, schemas, depth }: { schema: Schema; schemas: Schemas; depth: number }) {
  const { t } = useTranslation()
  return (
    <ul className="schema-fields">
      {Object.entries(schema.properties ?? {}).map(([name, property]) => {
        const own = resolve(property, schemas)
        const inner = objectInside(own, schemas)
        return (
          <li key={name}>
            <code>{name}</code> <span className="faint">{typeText(own, schemas)}</span>
            {!schema.required?.includes(name) && <span className="schema-optional">{t('apiPage.optional')}</span>}
            {own.description ? <span className="faint"> · {own.description}</span> : null}
            {inner && depth < 4 && <Fields schema={inner} schemas={schemas} depth={depth + 1} />}
          </li>
        )
      })}
    </ul>
  )
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return (name ? schemas[name] : undefined) ?? schema
}

function objectInside(schema: Schema, schemas: Schemas): Schema | null {
  if (schema.properties) return schema
  if (schema.items) return objectInside(resolve(schema.items, schemas), schemas)
  for (const choice of schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) {
    const inner = objectInside(resolve(choice, schemas), schemas)
    if (inner) return inner
  }
  return null
}

function typeText(schema: Schema, schemas: Schemas): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map((choice) => typeText(resolve(choice, schemas), schemas)))].join(' | ')
  if (schema.items) return `${typeText(resolve(schema.items, schemas), schemas)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}
