import { sql, type Tx } from './db.ts'

/** For those who bring in rows in bulk: lets PostgreSQL look at tables that have grown fast (app.analyze_grown_tables). */
export const noticeGrowth = (tx: Tx): Promise<number> => tx.write(sql`select app.analyze_grown_tables()`)
