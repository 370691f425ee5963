export type * from "./definition.ts";
export type { StepExtension } from "./step-extension.ts";
export type { CompiledField, CompiledForm, CompiledGroup, CompiledNode, CompiledPart, CompiledPerson, CompiledRule, CompiledStep } from "./compiled-form.ts";
export type { CompoundMap } from "./compounds/compound-module.ts";
export type { DocumentValue, FieldBehaviour, FieldMap, JsonObject, JsonValue } from "./fields/field-behaviour.ts";
export { type DefinitionProblem, type ErrorCode, type FieldError, FormDefinitionError, type Problem, type StepError } from "./problems.ts";
export { type Language, text } from "./text.ts";
export { limits } from "./limits.ts";

export { fieldTypes } from "./fields/field-types.ts";
export type { EditorDescription, FieldModule, Property, PropertyControl } from "./fields/field-module.ts";
export { applicantRoleNames } from "./compounds/applicant/applicant.ts";
export { compoundTypes } from "./compounds/compound-types.ts";
export { type SlotOffer, slotValue } from "./fields/appointment/appointment-behaviour.ts";

export { compileForm } from "./compile-form.ts";
export { parseDefinition } from "./parse-definition.ts";

export { visibleSteps } from "./reach.ts";
export { type EntryView, type FieldView, type GroupView, type InputView, type NodeView, type RawInput, type StepView, stepView, type ValueView } from "./step-view.ts";
export { type ParsedStep, parseStep } from "./parse-step.ts";
export type { PostedFields } from "./read-step.ts";
export type { StepAction } from "./step-action.ts";
export { type PageName, pageNames } from "./page-names.ts";
export { rowsButton, rowsMark, type RowWindow, singleMark, type Windows, windowsFor } from "./row-window.ts";
export { singleLists } from "./single-lists.ts";
export { shownMark, shownQuestions } from "./shown-questions.ts";
export { shownEntry } from "./shown-entry.ts";
export { isHidden, neededPeople, ownForm, personForm, readForm, uploaders } from "./people.ts";
export { fetchedKinds, onlyOfferedEvidence } from "./evidence-offer.ts";
export { attachFile } from "./attach-file.ts";
export { groupedIban } from "./fields/iban/grouped-iban.ts";
export { defaultAccept, defaultMaxSize } from "./fields/upload/upload-behaviour.ts";
export { extensionFields, fillFromExtension, type FilledFromExtension, givenToExtension } from "./fill-from-extension.ts";
export { answerFor, applyPrefill, type Filled, type PersonAttributes, stillFilled } from "./prefill.ts";
export { answerAt } from "./answer-path.ts";

export { fitsForm } from "./fits-form.ts";
export { checkAll } from "./check-all.ts";
export { reachableAnswers } from "./reachable-answers.ts";
export { summary, type SummaryGroup, type SummaryNode, type SummaryRow, type SummarySection } from "./summary.ts";
export { type DocumentRow, documentRows } from "./document-rows.ts";
export { partAnswers, partsFor } from "./part-answers.ts";
export { partSummary } from "./part-summary.ts";
export { exportAnswers, exportSubmitted } from "./export-answers.ts";
export { jsonSchemaOf } from "./json-schema.ts";

export { evaluate } from "./logic/evaluate.ts";
export { InexactNumberError } from "./logic/operators.ts";
export { feeOf } from "./fee.ts";
export { hasEasyLanguage, inEasyLanguage } from "./easy-language.ts";
export { missingTexts, type TextGap } from "./text-gaps.ts";
export { type AskedFor, reasonsOf, withoutReason } from "./reasons.ts";
export { compilePattern, type PatternCheck } from "./pattern.ts";
export { firstForeignCharacter, lengthOf, normaliseLine, normaliseLines } from "./characters.ts";
export { ageOn, isDay } from "./calendar.ts";

export { packageJsonSchemas, type PackageJsonSchemas } from "./package-json-schema.ts";
export { parseServicePackage, readServiceDescription, type ServiceDescription, type ServicePackage } from "./service-package.ts";

export { addNode, addStep, allNodes, findNode, type FoundNode, freshId, labelOf, moveNode, moveStep, type Place, placeNode, placeStep, removeNode, removeStep, setNode, setStep, takenIds } from "./editor/edit-nodes.ts";
export { type Departure, departuresFrom } from "./editor/departures.ts";
export { removePerson, savePerson } from "./editor/edit-people.ts";
export { type Comparison, type ConditionRow, type ConditionRows, type FeeRows, feeOfLogic, logicOfFee, logicOfRows, rowsOfLogic } from "./editor/conditions.ts";
export { type GeneratedAnswers, generateAnswers, type Generating, variables } from "./editor/generate-answers.ts";
export { type FormTest, formTestsSchema, outcomeOf, recordTest, runTest, type TestDifference, type TestOutcome } from "./editor/form-test-case.ts";
export { formHints, type Hint, type HintCode } from "./editor/hints.ts";
export { usedAttributes } from "./editor/used-attributes.ts";

export { fillLetter, type Letter } from "./letters.ts";
export { type CompiledQuickCheck, type Estimate, estimate, type QuickCheck, quickCheckStep } from "./quick-check.ts";
export { type MergeConflict, type Merged, mergeThree } from "./editor/merge-three.ts";
export { adaptationProblems } from "./editor/adaptation.ts";
