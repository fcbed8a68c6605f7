"""Who makes what a workflow asks for: language, pictures, clips and music, behind ports."""
