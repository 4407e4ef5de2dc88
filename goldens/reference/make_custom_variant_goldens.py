"""Records more trajectories on custom schedules, with options that make_custom_schedule_goldens.py leaves out:
other placements of the sigmas, stretched, inverted and stochastic flow matching, more solvers.

Same closed-form model, files and fields. python make_custom_variant_goldens.py --out DIR [--seed 0]"""
import make_custom_schedule_goldens as recorder

SD = recorder.SD
FLOW = dict(use_flow_sigmas=True, prediction_type="flow_prediction")
DYNAMIC = dict(use_dynamic_shifting=True)
FLOW_TIMESTEPS = [1000.0, 812.5, 500.0, 123.4]
FLOW_SIGMAS = [1.0, 0.8, 0.55, 0.2]
TIMESTEPS = [980, 700, 430, 150, 3]
MU = 0.9


def flow_matching():
    for name in ("FlowMatchEulerDiscreteScheduler", "FlowMatchLCMScheduler"):
        for options in (dict(), dict(shift=3.0), dict(shift_terminal=0.1), dict(use_karras_sigmas=True), dict(use_beta_sigmas=True)):
            yield name, options, dict(timesteps=FLOW_TIMESTEPS)
            yield name, options, dict(sigmas=FLOW_SIGMAS)
        for options in (dict(), dict(time_shift_type="linear"), dict(shift_terminal=0.02), dict(use_exponential_sigmas=True)):
            yield name, dict(**options, **DYNAMIC), dict(mu=MU)
            yield name, dict(**options, **DYNAMIC), dict(sigmas=FLOW_SIGMAS, mu=MU)
        yield name, dict(invert_sigmas=True), dict(sigmas=FLOW_SIGMAS)
    yield "FlowMatchEulerDiscreteScheduler", dict(stochastic_sampling=True), dict(sigmas=FLOW_SIGMAS)


def log_snr():
    for options in (dict(), dict(flow_shift=3.0), dict(shift_terminal=0.05), dict(final_sigmas_type="sigma_min")):
        yield "UniPCMultistepScheduler", dict(**options, **FLOW), dict(sigmas=FLOW_SIGMAS)
    for options in (dict(time_shift_type="linear"), dict(shift_terminal=0.05)):
        yield "UniPCMultistepScheduler", dict(**options, **DYNAMIC, **FLOW), dict(mu=MU)
        yield "UniPCMultistepScheduler", dict(**options, **DYNAMIC, **FLOW), dict(sigmas=FLOW_SIGMAS, mu=MU)
    for name in ("DPMSolverMultistepScheduler", "DPMSolverSinglestepScheduler", "DEISMultistepScheduler"):
        yield name, dict(**DYNAMIC, **FLOW), dict(mu=MU)
    for options in (dict(algorithm_type="dpmsolver", final_sigmas_type="sigma_min"), dict(solver_type="heun"), dict(euler_at_final=True)):
        yield "DPMSolverMultistepScheduler", dict(**options, **SD), dict(timesteps=TIMESTEPS)
    for options in (dict(solver_order=3), dict(solver_order=3, solver_type="heun"), dict(lower_order_final=True)):
        yield "DPMSolverSinglestepScheduler", dict(**options, **SD), dict(timesteps=TIMESTEPS)


def others():
    for options in (
        dict(interpolation_type="log_linear"),
        dict(final_sigmas_type="sigma_min"),
        dict(timestep_spacing="leading", steps_offset=1),
        dict(rescale_betas_zero_snr=True, prediction_type="v_prediction"),
    ):
        yield "EulerDiscreteScheduler", dict(**options, **SD), dict(timesteps=TIMESTEPS)
    for options in (dict(use_karras_sigmas=True), dict(timestep_spacing="leading"), dict(timestep_type="continuous", prediction_type="v_prediction")):
        yield "EulerDiscreteScheduler", dict(**options, **SD), dict(sigmas=[12.0, 5.5, 1.2, 0.3])
    yield "HeunDiscreteScheduler", dict(timestep_spacing="leading", **SD), dict(timesteps=TIMESTEPS)
    yield "HeunDiscreteScheduler", dict(prediction_type="v_prediction", **SD), dict(timesteps=TIMESTEPS)
    for variance in ("fixed_large", "fixed_small_log"):
        yield "DDPMScheduler", dict(variance_type=variance, **SD), dict(timesteps=TIMESTEPS)
    yield "TCDScheduler", dict(prediction_type="v_prediction", **SD), dict(timesteps=TIMESTEPS)
    yield "CMStochasticIterativeScheduler", dict(clip_denoised=False), dict(timesteps=[39, 20, 1])
    yield "LCMScheduler", dict(thresholding=True, **SD), dict(timesteps=TIMESTEPS)


def cases(seed):
    yield from flow_matching()
    yield from log_snr()
    yield from others()


if __name__ == "__main__":
    recorder.cases = cases
    recorder.main()
