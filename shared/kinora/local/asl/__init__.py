"""Amazon States Language without input or output: reading definitions and evaluating them.

The supported subset, which :mod:`kinora.local.asl.lint` guards: JSONPath only; the state types
Pass, Task, Choice, Wait, Succeed, Fail, Map (inline) and Parallel; paths made of ``.name``,
``['name']``, ``[n]`` and ``[*]``; the integrations ``lambda:invoke`` (also with
``.waitForTaskToken``), a function's ARN, and ``states:startExecution`` (also with ``.sync:2``).
"""
