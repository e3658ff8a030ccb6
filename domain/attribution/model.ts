import { z } from 'zod';

/** The rules by which an amount is shared out among the touches that came before it. */
export const Model = z.enum([
  'first',
  'last',
  'last_non_direct',
  'linear',
  'time_decay',
  'position',
  'w_shaped',
  'custom',
  'markov',
  'shapley',
]);

/** The name of an attribution model. */
export type Model = z.infer<typeof Model>;

/** Per cent for the places of a path; they add up to 100. What a place that nobody takes does with its share: `milestoneWeights`. */
export const PlaceWeights = z
  .strictObject({
    /** The first touch of all. */
    first: z.int().min(0).max(100),
    /** The last touch up to the moment when the lead was created. */
    leadCreation: z.int().min(0).max(100),
    /** The last touch up to the moment when the opportunity was created. */
    opportunityCreation: z.int().min(0).max(100),
    /** The last touch of all. */
    last: z.int().min(0).max(100),
    /** All the others, equally. */
    rest: z.int().min(0).max(100),
  })
  .refine((weights) => Object.values(weights).reduce((sum, weight) => sum + weight, 0) === 100, {
    error: 'must add up to 100 per cent',
  });

/** Per cent for the places of a path. */
export type PlaceWeights = z.infer<typeof PlaceWeights>;

/** 40 per cent each for the first and the last touch, 20 for those between. */
export const positionWeights: PlaceWeights = { first: 40, leadCreation: 0, opportunityCreation: 0, last: 40, rest: 20 };

/** 30 per cent each for the first touch, the one that led to the lead and the one that led to the opportunity; 10 for the others. */
export const wShapedWeights: PlaceWeights = { first: 30, leadCreation: 30, opportunityCreation: 30, last: 0, rest: 10 };

/** What an organisation can set about the models. */
export const ModelSettings = z.strictObject({
  /** After how many days a touch counts half. */
  halfLifeDays: z.int().min(1).max(365),
  /** The weights of the model `custom`. */
  customWeights: PlaceWeights,
});

/** What an organisation can set about the models. */
export type ModelSettings = z.infer<typeof ModelSettings>;

/** What holds until somebody sets something else. */
export const defaultModelSettings: ModelSettings = {
  halfLifeDays: 7,
  customWeights: { first: 25, leadCreation: 25, opportunityCreation: 25, last: 25, rest: 0 },
};
