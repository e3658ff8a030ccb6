import type { TenantDb } from '../../../db/connection.ts';
import { findTemplate, type TemplateAuthor } from '../../../db/queries/templates/templates.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { Template } from '../../../domain/templates/template.ts';

/** A template of the tenant; 404 where there is none. */
export async function requiredTemplate(db: TenantDb, id: string): Promise<Template> {
  const template = await findTemplate(db, id);
  if (!template) throw notFound('template');
  return template;
}

/** Who changes a template, as its versions name them. */
export function authorOf(actor: Actor): TemplateAuthor {
  return { id: actor.personId ?? actor.name, name: actor.name };
}

/** The refusal of a change that was made from an older state: who saved meanwhile and when, for people and as fields. */
export function savedMeanwhile({
  updatedByName,
  updatedAt,
}: {
  updatedByName: string;
  updatedAt: string;
}): DomainError {
  return new DomainError(
    'precondition_failed',
    `${updatedByName} saved this at ${updatedAt}, after you read it. Nothing was overwritten: read it again, and keep what you want of both.`,
    [
      { path: 'updatedByName', code: 'changed', message: updatedByName },
      { path: 'updatedAt', code: 'changed', message: updatedAt },
    ],
  );
}
