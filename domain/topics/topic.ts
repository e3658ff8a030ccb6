import { z } from 'zod';
import { Id } from '../ids.ts';

/** The most topics that a tenant may offer: more than a person reads in a preference centre. */
export const mostTopics = 50;

/** What may be given for a new topic; the description is shown to people in the preference centre. */
export const TopicInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(300).default(''),
  position: z.int().min(1).max(1000).optional(),
});

/** A new topic as parsed. */
export type TopicInput = z.infer<typeof TopicInput>;

/** A change of a topic; an archived one is no longer offered. */
export const TopicChange = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().trim().max(300).optional(),
  position: z.int().min(1).max(1000).optional(),
  isArchived: z.boolean().optional(),
});

/** A change as parsed. */
export type TopicChange = z.infer<typeof TopicChange>;

/** A topic as the API shows it, with how many people opted out of it. */
export const Topic = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  position: z.int(),
  isArchived: z.boolean(),
  optedOut: z.int(),
  version: z.int(),
});

/** A topic as the API shows it. */
export type Topic = z.infer<typeof Topic>;

/** A topic as one person has chosen: without a choice they are subscribed, once they gave consent. */
export const PersonTopic = z.object({ id: Id, name: z.string(), description: z.string(), isSubscribed: z.boolean() });

/** A topic as one person has chosen. */
export type PersonTopic = z.infer<typeof PersonTopic>;
