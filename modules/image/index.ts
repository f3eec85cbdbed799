export { fileBytes } from "./bytes.ts";
export { type BuildContext, recipeHash, writeContext } from "./context.ts";
export type { ContainerNeeds, Healthcheck } from "./needs.ts";
export type { ImageRecipe, RecipeFile } from "./recipe.ts";
